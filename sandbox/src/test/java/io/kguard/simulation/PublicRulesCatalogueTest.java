// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.Outcome;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole catalogue against the public rules over system calls, with those that are off by default switched on. */
@RequiresPackageImages
@RequiresRoot
@RequiresShared
class PublicRulesCatalogueTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final List<String> FILES =
            List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");

    /** Rules without an attack or a twin: of "Launch Disallowed Container" only a user's macro knows the legitimate act. */
    private static final Map<Outcome, Set<String>> WITHOUT_SCENARIO =
            Map.of(Outcome.FIRES, Set.of(), Outcome.SILENT, Set.of("Launch Disallowed Container"));

    private static final int MOST_SKIPPED = 3;

    private static final boolean ON_DOCKER =
            System.getProperty("kguard.runtime", "").equals("docker");

    /** One scenario of each kind of act. */
    private static final Set<String> CHOSEN = Set.of(
            "anti-debug",
            "crypto-miner",
            "dropped-program",
            "fileless-execution",
            "hidden-folder",
            "reverse-shell",
            "run-from-shared-memory",
            "sensitive-symlink",
            "setuid-bit",
            "shadow-read",
            "shell-history-removed",
            "ssh-key-read");

    /** Rules about the start of a container. A scenario that is about another act does not list them. */
    private static final Set<String> OF_STARTS = Set.of(
            "Container Run as Root User",
            "Launch Excessively Capable Container",
            "Launch Privileged Container",
            "Launch Sensitive Mount Container");

    /** What users add. No other scenario is in this namespace. */
    private static final Path LOCAL = Path.of("src/test/resources/public-rules/local.yaml");

    private final LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
            .load(Stream.concat(
                            FILES.stream()
                                    .map(file -> Shared.path("conformance/falco-rules/current")
                                            .resolve(file)),
                            Stream.of(LOCAL))
                    .toList());
    private final RuleSet rules = RuleSet.compile(
            loaded,
            EngineOptions.of(FalcoVersion.CURRENT)
                    .withMatching(Matching.ALL)
                    .withExplanations(true)
                    .with(Selection.enableRule("*")));
    private final Set<String> names =
            rules.rules().stream().map(Rule::name).collect(Collectors.toCollection(LinkedHashSet::new));
    private final List<Scenario> all = List.copyOf(
            ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).forRules(loaded).scenarios());

    @Test
    void everyRuleHasAnAttackAndATwin() {
        Set<String> skipped = rulesOf(all.stream().filter(scenario -> scenario.requirement() != null), Outcome.FIRES);
        List<Scenario> played =
                all.stream().filter(scenario -> scenario.requirement() == null).toList();

        assertThat(names).hasSizeGreaterThanOrEqualTo(93);
        assertThat(skipped).hasSizeLessThanOrEqualTo(MOST_SKIPPED);
        for (Outcome outcome : List.of(Outcome.FIRES, Outcome.SILENT)) {
            Set<String> covered = rulesOf(played.stream(), outcome);
            assertThat(covered).as("played, and said to be impossible to play").doesNotContainAnyElementsOf(skipped);
            covered.addAll(skipped);
            Set<String> missing = new TreeSet<>(names);
            missing.removeAll(covered);
            assertThat(missing).as("without a scenario: " + outcome).isEqualTo(WITHOUT_SCENARIO.get(outcome));
        }
    }

    /** On Docker a chosen set of them. */
    @Test
    void everyAttackFiresWhatItListsAndNothingElse() throws Exception {
        play(
                ON_DOCKER
                        ? scenario -> CHOSEN.stream()
                                .anyMatch(name -> scenario.origin().toString().contains("/" + name + ".yaml"))
                        : scenario -> true);
    }

    private void play(Predicate<Scenario> chosen) throws Exception {
        List<String> differences = new ArrayList<>();
        ExecutorService workers =
                Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            List<Scenario> played = all.stream()
                    .filter(scenario -> scenario.requirement() == null && isAbout(scenario) && chosen.test(scenario))
                    .toList();
            assertThat(played).hasSizeGreaterThanOrEqualTo(2 * CHOSEN.size());
            List<Future<Detections>> running = played.stream()
                    .map(scenario -> workers.submit(() -> simulator.run(scenario, rules)))
                    .toList();
            for (int i = 0; i < played.size(); i++) {
                differences.addAll(differences(played.get(i), running.get(i).get()));
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
    }

    private boolean isAbout(Scenario scenario) {
        Set<String> some = Set.copyOf(Share.ofRules(names));
        return scenario.expectations().stream().anyMatch(expectation -> some.contains(expectation.rule()));
    }

    private Set<String> rulesOf(Stream<Scenario> scenarios, Outcome outcome) {
        return scenarios
                .flatMap(scenario -> scenario.expectations().stream())
                .filter(expectation -> expectation.outcome() == outcome && names.contains(expectation.rule()))
                .map(Expectation::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> differences(Scenario scenario, Detections detections) {
        List<String> differences = new ArrayList<>();
        Set<String> listed = rulesOf(Stream.of(scenario), Outcome.FIRES);
        for (Expectation expectation : scenario.expectations()) {
            if (!names.contains(expectation.rule())) {
                continue;
            }
            Verdict verdict = Judge.judge(detections, expectation);
            if (!(verdict instanceof Verdict.Passed)) {
                differences.add(scenario.id() + ": " + verdict.word() + ": " + verdict.reason());
            }
        }
        for (RuleOutcome outcome : detections.outcomes()) {
            String rule = outcome.rule().name();
            long unlisted = OF_STARTS.contains(rule)
                    ? outcome.counts(Expectation.From.CONTAINERS.causes()).matched()
                    : outcome.eventsMatched();
            if (unlisted > 0 && !listed.contains(rule)) {
                differences.add(scenario.id() + ": " + rule + " fired, and the scenario does not list it: "
                        + detections.alerts().stream()
                                .filter(alert -> alert.ruleName().equals(rule))
                                .findFirst()
                                .orElseThrow()
                                .message());
            }
        }
        return differences;
    }
}
