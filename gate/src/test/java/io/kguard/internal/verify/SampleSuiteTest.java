// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation.Outcome;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped attacks and their twins, played for real against the sample rules. */
@RequiresRoot
class SampleSuiteTest {
    private static final Path RULES = Path.of("../sample-rules/src/kguard/rules");

    private static final String SHELL = """
            scenario: kubectl-exec-shell
            title: Interactive shell through kubectl exec
            attack: [T1609]
            cluster: {}
            pods:
              - metadata: {name: jenkins-0, namespace: default}
                spec:
                  containers:
                    - {name: jenkins, image: base, command: [sleep, infinity]}
            steps:
              - kubectl: {args: [exec, -it, jenkins-0, --, bash, -c, id], output: uid=0}
            fires: [Terminal shell in container, Attach/Exec Pod]
            """;

    private static final String FLOOD_RULE = """
            - rule: Shadow read
              desc: The password hashes were read
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: Shadow read
              priority: ERROR
            """;
    private static final String FLOOD = """
            scenario: flood
            title: A flood of events
            attack: [T1003.008]
            pods: [{metadata: {name: flood}, spec: {containers: [{name: flood, image: base}]}}]
            steps:
              - exec: {pod: flood, command: [bash, -c, 'for i in {1..3000}; do : < /etc/passwd; done']}
            fires: [Shadow read]
            """;

    private static final String RUNTIME_RULE = """
            - rule: Runtime in container
              desc: What a container runtime does itself was judged; and id, so that an attack can fire it
              condition: container.id != host and (proc.name in (id, exe) or proc.name startswith runc or proc.is_exe_from_memfd = true)
              output: Runtime in container
              priority: ERROR
            """;
    private static final String ENTRIES = """
            scenario: entries
            title: A container's start and entries into it
            attack: [T1609]
            pods: [{metadata: {name: entries}, spec: {containers: [{name: entries, image: base}]}}]
            steps:
              - exec: {pod: entries, command: [id]}
            fires: [Runtime in container]
            twin:
              scenario: entries-only
              title: The same entries
              steps:
                - exec: {pod: entries, command: ['true']}
                - exec: {pod: entries, command: ['true']}
            """;

    @Test
    void everyAttackFiresAndEveryTwinStaysSilent(@TempDir Path folder) throws IOException {
        try (URLClassLoader catalogue = CatalogueJar.in(folder)) {
            VerifyOptions options = options(RULES, List.of(), catalogue, SimulatorOptions.configured());
            SuitePlan plan = SuitePlan.of(options);

            SuiteResult result = new Suite(options, plan).run(check -> {});

            List<String> lines = ConsoleReport.summary(result, true, 0);
            assertThat(result.isGreen()).as(String.join("\n", lines)).isTrue();
            assertThat(plan.refused()).isEmpty();
            assertThat(plan.dropped()).extracting(OmittedCheck::rule).doesNotContainAnyElementsOf(names(plan));
            assertThat(result.checks())
                    .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(new Verdict.Passed()))
                    .allSatisfy(check -> assertThat(check.eventsSeen()).isPositive())
                    .extracting(CheckResult::origin)
                    .containsOnly(EventOrigin.LIVE);
            for (Outcome outcome : List.of(Outcome.FIRES, Outcome.SILENT)) {
                assertThat(result.checks())
                        .filteredOn(check -> check.expectation().outcome() == outcome)
                        .extracting(CheckResult::rule)
                        .containsAll(names(plan));
            }
        }
    }

    private static List<String> names(SuitePlan plan) {
        return plan.rules().rules().stream().map(Rule::name).toList();
    }

    @Test
    void aBrokenConditionIsExplainedByTheClosestEvent(@TempDir Path folder, @TempDir Path scenarios)
            throws IOException {
        String text = Files.readString(RULES.resolve("container-rules.yaml"));
        Files.writeString(folder.resolve("container-rules.yaml"), text.replace("contains jenkins", "contains jenkinz"));
        Files.copy(RULES.resolve("audit-rules.yaml"), folder.resolve("audit-rules.yaml"));
        Path scenario = Files.writeString(scenarios.resolve("shell.yaml"), SHELL);
        VerifyOptions options = options(folder, scenario, SimulatorOptions.configured());

        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> {});

        assertThat(result.checks()).extracting(CheckResult::verdict).noneMatch(Verdict.Errored.class::isInstance);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.checks())
                .filteredOn(check -> check.verdict() instanceof Verdict.Failed)
                .singleElement()
                .satisfies(check -> assertThat(check.verdict().reason())
                        .startsWith("Rule \"Terminal shell in container\" did not fire in scenario kubectl-exec-shell.")
                        .containsPattern("execve by bash\\[\\d+] in jenkins-0")
                        .containsPattern("\\[NO ] k8s.pod.name contains jenkinz +jenkins-0")
                        .containsPattern("\\[ - ] proc.tty != 0 +\\d+"));
    }

    @Test
    void tooSmallARingIsAnErrorWithTheNumberOfLostEvents(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), FLOOD_RULE);
        Path scenario = Files.writeString(folder.resolve("flood.yaml"), FLOOD);
        SimulatorOptions configured = SimulatorOptions.configured();
        SimulatorOptions small = configured.withSensor(configured.sensor().withRingBytes(4096));
        VerifyOptions options = options(rules, scenario, small);

        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> {});

        assertThat(result.checks()).singleElement().satisfies(check -> {
            assertThat(check.verdict()).isInstanceOf(Verdict.Errored.class);
            assertThat(check.eventsLost()).isPositive();
            assertThat(check.verdict().reason()).contains(check.eventsLost() + " did not fit into the ring buffer");
        });
    }

    @Test
    void whatTheRuntimeDoesInAContainersCgroupReachesNoRule(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), RUNTIME_RULE);
        Path scenario = Files.writeString(folder.resolve("entries.yaml"), ENTRIES);
        VerifyOptions options = options(rules, scenario, SimulatorOptions.configured());

        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(check -> {});

        assertThat(result.checks()).hasSize(2).extracting(CheckResult::verdict).containsOnly(new Verdict.Passed());
    }

    private static VerifyOptions options(Path rules, Path scenario, SimulatorOptions simulator) {
        return options(rules, List.of(scenario), new URLClassLoader(new URL[0], null), simulator);
    }

    private static VerifyOptions options(
            Path rules, List<Path> scenarios, ClassLoader catalogue, SimulatorOptions simulator) {
        return new VerifyOptions(
                new RuleOptions(List.of(rules), FalcoVersion.CURRENT, Matching.FIRST, false),
                new ScenarioOptions(scenarios, catalogue),
                new PlayOptions(simulator, PlayOptions.defaultParallel()));
    }
}
