// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.shard.Digest;
import io.kguard.output.FalcoConfig;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Digests of all in a project that the results of its checks depend on. Two checks with the same digest have the same result, if one
 * kguard makes both on one machine with the same options. What else a result depends on is not in a project: kguard itself, the kernel,
 * and the programs and images of the machine.
 *
 * <p>A check depends on its rule and on the earlier rules that may take its events, as they are once macros, lists and exceptions are in
 * their places, and on the files of its scenario. What is played depends on the events that all rules together need. If alerts trigger
 * reactions, any rule can change the act. What else the configuration says counts where messages are expected, or where is played.
 */
public final class CheckDigests {
    private final VerifyOptions options;
    private final Map<String, String> rules;
    private final String allRules;
    private final String events;
    private final String settings;
    private final String reactions;
    private final FileContents contents = new FileContents(name -> true);

    private CheckDigests(
            VerifyOptions options,
            Map<String, String> rules,
            String allRules,
            String events,
            String settings,
            String reactions) {
        this.options = options;
        this.rules = rules;
        this.allRules = allRules;
        this.events = events;
        this.settings = settings;
        this.reactions = reactions;
    }

    /**
     * The digests of a suite.
     *
     * @param rules the rules that are evaluated
     * @throws IOException if a file of reactions can't be read
     */
    public static CheckDigests of(VerifyOptions options, RuleSet rules) throws IOException {
        FalcoConfig config = options.config();
        Digest reactions = new Digest();
        for (Path file : options.files().ofClusters()) {
            reactions.add(file);
        }
        return new CheckDigests(
                options,
                RuleChanges.fingerprints(rules),
                RuleChanges.fingerprint(rules),
                rules.eventCodes() + " " + rules.dataCodes(),
                config == null ? "" : config.settings(),
                reactions.hex());
    }

    /** The digest of a check; empty if its scenario uses files that are not known. */
    public Optional<String> of(Scenario scenario, Expectation expectation) {
        String rule = rules.getOrDefault(expectation.rule(), "not evaluated");
        return begun(new Digest().add(rule), scenario).map(digest -> {
            digest.add(expectation.toString());
            if (!expectation.reaches().isEmpty()) {
                digest.add(settings);
            }
            addPlay(scenario, digest);
            known(scenario, expectation)
                    .ifPresent(entry -> digest.add(entry.expires().toString()));
            return digest.hex();
        });
    }

    /** The digest of what any rule does in a scenario; empty if the scenario uses files that are not known. */
    public Optional<String> of(Scenario scenario) {
        return begun(new Digest().add(allRules), scenario).map(digest -> {
            addPlay(scenario, digest);
            return digest.hex();
        });
    }

    /** The digest of what is done in a scenario that is played; empty if it uses files that are not known. */
    public Optional<String> ofAct(Scenario scenario) {
        return begun(new Digest(), scenario).map(digest -> {
            addAct(scenario, digest);
            return digest.hex();
        });
    }

    /** A digest with the files of a scenario; empty if not all of them are known. */
    private Optional<Digest> begun(Digest digest, Scenario scenario) {
        ScenarioFiles files = ScenarioFiles.of(scenario, options);
        String content = files.unknown().isEmpty() ? contents.of(files) : "";
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(digest.add(scenario.id()).add(content));
    }

    private void addPlay(Scenario scenario, Digest digest) {
        if (scenario.recording() == null) {
            digest.add(events).add(settings);
        }
        addAct(scenario, digest);
    }

    /** The act depends on what the scenario takes from the rules and, if alerts trigger something, on the rules themselves. */
    private void addAct(Scenario scenario, Digest digest) {
        digest.add(String.valueOf(scenario.requirement())).add(new TreeMap<>(scenario.values()).toString());
        if (scenario.cluster() != null) {
            boolean reacts = !scenario.reactions().isEmpty()
                    || !options.simulator().reactions().isEmpty();
            digest.add(reactions).add(reacts || !scenario.effects().isEmpty() ? allRules : "no reaction");
        }
    }

    /** What is known of a check's failure. */
    private Optional<Baseline.Entry> known(Scenario scenario, Expectation expectation) {
        return options.baseline().entries().stream()
                .filter(entry -> entry.isOf(scenario.id(), expectation))
                .findFirst();
    }
}
