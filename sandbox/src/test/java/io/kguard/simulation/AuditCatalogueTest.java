// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each public rule for audit events is fired by an attack of the catalogue and silent in the attack's twin. In none of
 * these scenarios a public rule fires, for audit events or system calls, that the scenario does not list.
 */
@RequiresPackageImages
@RequiresRoot
@RequiresShared
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditCatalogueTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path RULES = Shared.path("conformance/falco-rules/current");
    private static final Path LOCAL_RULES = Path.of("src/test/resources/public-rules/k8s_audit_local.yaml");
    /** It fires whenever a container starts: a mount that is missing is in none of its lists. */
    private static final String OF_EVERY_CONTAINER = "Launch Sensitive Mount Container";

    private static final int SIDE_BY_SIDE = 4;

    private final RuleSet rules = compile();
    private final Map<Scenario, Detections> played = new LinkedHashMap<>();

    private static RuleSet compile() {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .load(
                        RULES.resolve("falco_rules.yaml"),
                        RULES.resolve("falco-incubating_rules.yaml"),
                        RULES.resolve("falco-sandbox_rules.yaml"),
                        RULES.resolve("k8s_audit_rules.yaml"),
                        LOCAL_RULES);
        assertThat(loaded.errors()).isEmpty();
        return RuleSet.compile(
                loaded,
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .withExplanations(true)
                        .with(Selection.enableRule("*")));
    }

    @BeforeAll
    void play() throws InterruptedException, ExecutionException {
        List<String> auditRules = auditRules();
        Map<Scenario, Future<Detections>> running = new LinkedHashMap<>();
        ExecutorService players = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            for (Scenario scenario :
                    ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios()) {
                if (scenario.expectations().stream().anyMatch(expectation -> auditRules.contains(expectation.rule()))) {
                    running.put(scenario, players.submit(() -> simulator.run(scenario, rules)));
                }
            }
            for (Map.Entry<Scenario, Future<Detections>> run : running.entrySet()) {
                played.put(run.getKey(), run.getValue().get());
            }
        } finally {
            players.shutdownNow();
        }
    }

    private List<String> auditRules() {
        return Share.ofRules(rules.rules().stream()
                .filter(rule -> rule.source().equals("k8s_audit"))
                .map(Rule::name)
                .toList());
    }

    Stream<String> rules() {
        return auditRules().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void isFiredByAnAttackAndSilentInATwin(String rule) {
        assertThat(scenariosThatProve(rule, Outcome.FIRES))
                .as("attacks that fire it")
                .isNotEmpty();
        assertThat(scenariosThatProve(rule, Outcome.SILENT))
                .as("twins in which it is silent")
                .isNotEmpty();
    }

    private List<String> scenariosThatProve(String rule, Outcome outcome) {
        return played.entrySet().stream()
                .filter(run -> run.getKey().expectations().stream()
                        .anyMatch(expectation -> expectation.rule().equals(rule)
                                && expectation.outcome() == outcome
                                && Judge.judge(run.getValue(), expectation) instanceof Verdict.Passed))
                .map(run -> run.getKey().id())
                .toList();
    }

    Stream<Scenario> scenarios() {
        return played.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void firesWhatItListsAndNothingElse(Scenario scenario) {
        Detections detections = played.get(scenario);
        assertThat(detections).isNotNull();
        assertThat(detections.doubts()).isEmpty();
        Set<String> listed = new HashSet<>(Set.of(OF_EVERY_CONTAINER));
        for (Expectation expectation : scenario.expectations()) {
            if (expectation.outcome() == Outcome.FIRES) {
                listed.add(expectation.rule());
            }
            if (detections.outcome(expectation.rule()).isPresent()) {
                Verdict verdict = Judge.judge(detections, expectation);
                assertThat(verdict).as(verdict.reason()).isInstanceOf(Verdict.Passed.class);
            }
        }
        assertThat(firedByTheSteps(detections)).isSubsetOf(listed);
    }

    private static List<String> firedByTheSteps(Detections detections) {
        return detections.outcomes().stream()
                .filter(outcome ->
                        outcome.counts(Expectation.From.CONTAINERS.causes()).matched() > 0)
                .map(outcome -> outcome.rule().name())
                .toList();
    }
}
