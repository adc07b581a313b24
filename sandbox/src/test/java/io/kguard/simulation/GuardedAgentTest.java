// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A coding agent runs a command: the guard's rules see what it asks, and the kernel's rules what the command does. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedAgentTest {
    private static final String GUARD = "Agent reads hashes";
    private static final String KERNEL = "Hashes are read";

    private final RuleSet rules = WrittenRules.compile("""
            - rule: Agent reads hashes
              desc: d
              source: coding_agent
              condition: agent.name = claude_code and tool.input_command contains "cat /etc/shadow"
              output: "denied: %tool.input_command"
              priority: WARNING
            - rule: Hashes are read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name endswith /shadow and evt.is_open_read = true
              output: "%proc.cmdline reads %fd.name"
              priority: WARNING
            """);

    private Path folder;
    private Simulator simulator;

    @BeforeAll
    void open(@TempDir Path scenarios) {
        folder = scenarios;
        simulator = Simulator.open(SimulatorOptions.configured());
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "::", quoteCharacter = '"', textBlock = """
                    as it is :: true  :: cat /etc/shadow
                    by a variable :: false :: f=/etc/shadow; cat $f
                    by base64 :: false :: echo L2V0Yy9zaGFkb3c= | base64 -d | xargs cat
                    by /proc :: false :: cat /proc/self/root/etc/shadow
                    by a link :: false :: ln -s /etc /tmp/e && cat /tmp/e/shadow
                    by find :: false :: find /etc -name 'shad?w' -exec cat {} +
                    by the linker :: false :: $(ls /lib*/*/ld-*.so* /lib*/ld-*.so* | head -n 1) /bin/cat /etc/shado?
                    by quotes :: false :: c''at /etc/shadow
                    """)
    void theGuardSeesTheTextAndTheKernelTheAct(String name, boolean guardSees, String command) throws IOException {
        Detections detections = simulator.run(scenario("agent: claude_code", command), rules);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alerts()).extracting(Alert::ruleName).contains(KERNEL);
        assertThat(detections.alerts().stream()
                        .anyMatch(alert -> alert.ruleName().equals(GUARD)))
                .as(name)
                .isEqualTo(guardSees);
    }

    @Test
    void theGuardSeesItFirst() throws IOException {
        Instant before = Instant.now();
        List<Alert> alerts = simulator
                .run(scenario("agent: claude_code", "cat /etc/shadow"), rules)
                .alerts();

        assertThat(alerts).extracting(Alert::ruleName).containsExactly(GUARD, KERNEL);
        assertThat(alerts.get(0).timestamp()).isLessThanOrEqualTo(alerts.get(1).timestamp());
        assertThat(Duration.ofNanos(alerts.get(0).timestamp())).isGreaterThan(Duration.ofMillis(before.toEpochMilli()));
        assertThat(alerts.get(0).message()).endsWith("denied: cat /etc/shadow");
    }

    /** Without an agent no event reaches the guard's rule, so that its silence is no pass. */
    @Test
    @Tag("trust")
    void theGuardsSilenceProvesNothingWithoutAnAgent() throws IOException {
        Verdict verdict = verdict("tty: false");

        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason()).contains("Let a coding agent run a step (agent)");
    }

    @Test
    @Tag("trust")
    void anotherAgentsRuleStaysSilent() throws IOException {
        Verdict verdict = verdict("agent: codex");

        assertThat(verdict).isInstanceOf(Verdict.Passed.class);
    }

    private Verdict verdict(String agent) throws IOException {
        Scenario scenario = scenario(agent, "cat /etc/shadow");
        return Judge.judge(simulator.run(scenario, rules), Expectation.silent(GUARD));
    }

    @Test
    void aTapeJudgesTheCallAgain() throws IOException {
        Tape tape = simulator.tape(scenario("agent: claude_code", "cat /etc/shadow"), rules);

        assertThat(tape.judge(rules).alerts())
                .extracting(alert -> alert.timestamp() + alert.message())
                .isEqualTo(tape.played().alerts().stream()
                        .map(alert -> alert.timestamp() + alert.message())
                        .toList());
    }

    private Scenario scenario(String agent, String command) throws IOException {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(
                file, """
                scenario: agent
                title: An agent reads the password hashes
                attack: [T1003.008]
                pods:
                  - metadata: {name: dev}
                    spec: {containers: [{name: dev, image: base, command: [sleep, infinity]}]}
                steps:
                  - exec: {pod: dev, %s, command: [sh, -c, "%s"], output: "root:"}
                fires: [Hashes are read]
                """.formatted(agent, command.replace("\\", "\\\\").replace("\"", "\\\"")));
        return ScenarioReader.read(file).get(0);
    }
}
