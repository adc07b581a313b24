// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.cluster.AuditPolicy;
import io.kguard.internal.cluster.AuditPolicyFile;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.output.FalcoConfig;
import io.kguard.reaction.ReactionFiles;
import io.kguard.rule.LoadResult;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.simulation.UnrecordedEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of a suite at one time, by their digests.
 *
 * @param digests what checks depend on
 * @param scenarios the scenarios
 * @param unknown the ids of scenarios of which more counts than the digests tell
 */
record Snapshot(CheckDigests digests, List<Scenario> scenarios, Set<String> unknown) {
    /**
     * The checks whose result may have changed.
     *
     * @param checks the checks
     * @param scenarios the ids of the scenarios in which any rule may do something else
     */
    record ChangedChecks(Set<Check> checks, Set<String> scenarios) {
        ChangedChecks {
            checks = Set.copyOf(checks);
            scenarios = Set.copyOf(scenarios);
        }

        /**
         * What is checked of a rule in a scenario.
         *
         * @param scenario the scenario's id
         * @param rule the rule's name
         */
        record Check(String scenario, String rule) {}
    }

    Snapshot {
        scenarios = List.copyOf(scenarios);
        unknown = Set.copyOf(unknown);
    }

    /**
     * A suite as it is loaded.
     *
     * @throws IOException if a file of reactions can't be read
     */
    static Snapshot of(VerifyOptions options, RuleSet rules, Collection<Scenario> scenarios) throws IOException {
        return new Snapshot(CheckDigests.of(options, rules), List.copyOf(scenarios), Set.of());
    }

    /** The same, where more counts of some scenarios than the digests tell. */
    Snapshot with(Set<String> unknownScenarios) {
        return new Snapshot(digests, scenarios, unknownScenarios);
    }

    /**
     * A suite as it was in a revision.
     *
     * @param now how it is now
     * @throws IllegalArgumentException if it could not be judged then; other exceptions of rules, scenarios, configurations and
     *     reactions say that, too
     * @throws IOException if git or a file can't be read
     */
    static Snapshot at(Revision revision, VerifyOptions now) throws IOException {
        VerifyOptions then = options(revision, now);
        LoadResult loaded = then.loader().load(then.rules());
        RuleSet rules = RuleSet.compile(
                loaded,
                EvaluationSettings.of(then.falco(), then.config(), then.matching(), then.enableAll())
                        .withExplanations(true));
        FalcoConfig config = then.config();
        if (UnrecordedEvents.describe(rules, then.falco()).isPresent()
                || config != null && !config.unseen().isEmpty()) {
            throw new IllegalArgumentException("Falco saw other events than kguard");
        }
        ScenarioCatalogue catalogue = then.scenariosFor(loaded);
        return of(then, rules, catalogue.scenarios());
    }

    private static VerifyOptions options(Revision revision, VerifyOptions now) throws IOException {
        InputFiles files = now.files();
        Path configFile = files.config();
        FalcoConfig config = configFile == null ? null : FalcoConfig.read(revision.copyOf(configFile), now.loader());
        List<Path> rules = config != null && files.configNamesRules()
                ? config.rulesFiles().stream().map(Path::of).toList()
                : now.rules();
        revision.requireComparable(rules);
        List<Path> thenRules = revision.copy(rules);
        if (thenRules.isEmpty()) {
            throw new IllegalArgumentException("there were no rules");
        }
        PodSetup setup = now.simulator().sandbox().setup();
        revision.copy(now.scenarios().stream()
                .map(place -> Files.isDirectory(place)
                        ? place
                        : place.toAbsolutePath().resolveSibling(""))
                .toList());
        List<Path> reactions = revision.copy(files.reactions());
        if (reactions.size() < files.reactions().size()) {
            throw new IllegalArgumentException("there were no such files of reactions");
        }
        Path policy = files.auditPolicy();
        List<Path> auditPolicy = revision.copy(policy == null ? List.of() : List.of(policy));
        SimulatorOptions simulator = now.simulator()
                .allowing(revision.copy(setup.folders().granted()))
                .withReactions(
                        ReactionFiles.read(reactions, now.loader().sources()).reactions())
                .withAuditPolicy(
                        auditPolicy.isEmpty() ? AuditPolicy.EVERYTHING : AuditPolicyFile.read(auditPolicy.get(0)));
        List<Path> baseline = files.baseline() == null ? List.of() : revision.copy(List.of(files.baseline()));
        return now.withRules(thenRules)
                .withScenarios(revision.copy(now.scenarios()))
                .with(config)
                .with(simulator)
                .with(baseline.isEmpty() ? Baseline.NONE : BaselineFile.read(baseline.get(0)))
                .from(new InputFiles(
                        null,
                        false,
                        files.sources(),
                        reactions,
                        auditPolicy.isEmpty() ? null : auditPolicy.get(0),
                        null));
    }

    /** The checks of this suite that another one did not have, or not with the same result. */
    ChangedChecks changedSince(Snapshot then) {
        Set<String> before = new HashSet<>();
        for (Scenario scenario : then.scenarios) {
            then.digests.of(scenario).ifPresent(before::add);
            scenario.expectations()
                    .forEach(expectation ->
                            then.digests.of(scenario, expectation).ifPresent(before::add));
        }
        Set<ChangedChecks.Check> checks = new HashSet<>();
        Set<String> played = new HashSet<>();
        for (Scenario scenario : scenarios) {
            if (isChanged(scenario, digests.of(scenario), before)) {
                played.add(scenario.id());
            }
            for (Expectation expectation : scenario.expectations()) {
                if (isChanged(scenario, digests.of(scenario, expectation), before)) {
                    checks.add(new ChangedChecks.Check(scenario.id(), expectation.rule()));
                }
            }
        }
        return new ChangedChecks(checks, played);
    }

    private boolean isChanged(Scenario scenario, Optional<String> digest, Set<String> before) {
        return unknown.contains(scenario.id())
                || digest.filter(before::contains).isEmpty();
    }
}
