// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a suite file means. */
class SuiteFileTest {
    private static final String HEAD = """
            # a comment
            ---
            tests:
              - name: reads_a_file
                rule: Some rule
                runner: HostRunner
            """;

    private static List<Scenario> read(String more) {
        return ScenarioReader.read("suite.yaml", HEAD + more);
    }

    private static String plan(String more) {
        List<Scenario> scenarios = read(more);
        assertThat(scenarios).hasSize(1);
        return ((Step.Exec) scenarios.get(0).steps().get(0)).stdin();
    }

    @Test
    void aTestWithoutCasesIsOneScenario() {
        Scenario scenario = read("").get(0);

        assertThat(scenario.id()).isEqualTo("reads-a-file");
        assertThat(scenario.title()).isEqualTo("reads_a_file");
        assertThat(scenario.requirement()).isNull();
        assertThat(scenario.pods()
                        .get(0)
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getSecurityContext()
                        .getPrivileged())
                .isTrue();
    }

    @Test
    void aPlaceholderWithoutQuotesIsReadAndKeepsItsType() {
        String text = """
                    runIf: %{ item.runIf }
                    steps:
                      - {type: syscall, name: d, syscall: dup, args: {oldFd: %{item.fd}}}
                    cases:
                      - strategy: matrix
                        values:
                          runIf: [null, {arch: {op: eq, val: sparc}}]
                          fd: [1, 2]
                """;

        List<Scenario> scenarios = read(text);

        assertThat(scenarios)
                .extracting(Scenario::title)
                .containsExactly(
                        "reads_a_file_testCase#0",
                        "reads_a_file_testCase#1",
                        "reads_a_file_testCase#2",
                        "reads_a_file_testCase#3");
        assertThat(scenarios.get(1).requirement()).isNull();
        assertThat(scenarios.get(2).requirement()).startsWith("the architecture sparc (runIf), and this machine is ");
        assertThat(scenarios.get(2).isSkippable()).isTrue();
        assertThat(((Step.Exec) scenarios.get(0).steps().get(0)).stdin()).endsWith("3:dup\n1:0\n1:1\n2:n1\n");
        assertThat(((Step.Exec) scenarios.get(1).steps().get(0)).stdin()).endsWith("3:dup\n1:0\n1:1\n2:n2\n");
    }

    @Test
    void aMistakeIsReportedWhereItIsInTheFile() {
        String text = """
                    runIf: %{ item.runIf }
                    steps: [{type: syscall, name: %{ item.step1 }, syscall: dup, args: {oldFd: false}}]
                    cases: [{strategy: vector, values: {runIf: null, step1: d}}]
                """;

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("suite.yaml:8:80: \"oldFd\" can't be \"false\"")
                .hasMessageContaining("steps: [{type: syscall, name: %{ item.step1 }, syscall: dup");
    }

    @Test
    void bindingsNameEarlierResourcesAndSteps() {
        String plan = plan("""
                    resources:
                      - {type: clientServer, name: cs, l4Proto: tcp4, address: "127.0.0.1:9999"}
                      - {type: fd, name: p, subtype: pipe}
                    steps:
                      - {type: syscall, name: d, syscall: dup2, args: {oldFd: "${ cs.client.fd }", newFd: "${p.writeFd}"}}
                      - {type: syscall, name: w, syscall: write, args: {fd: "${ d.ret }", buffer: hello}}
                      - {type: syscall, name: x, syscall: write, args: {fd: "${ d.newFd }", buffer: "${ w.buffer }", len: "${ w.len }"}}
                """);

        assertThat(plan).contains("4:dup2\n1:4\n1:2\n2:r0\n2:r3\n");
        assertThat(plan).contains("5:write\n2:11\n1:3\n2:r4\n6:shello\n2:n5\n");
        assertThat(plan).endsWith("5:write\n2:18\n1:3\n2:r6\n3:r13\n3:r14\n");
    }

    @Test
    void argumentsTakeNumbersNamesAndTheFormatsDefaults() {
        assertThat(plan("    steps: [{type: syscall, name: o, syscall: openat, args: {pathname: /a, flags:"
                        + " O_WRONLY|O_CREAT|O_TRUNC, mode: 0644}}]\n"))
                .endsWith("6:openat\n1:0\n1:4\n5:n-100\n3:s/a\n4:n577\n4:n420\n");
        assertThat(plan("    steps: [{type: syscall, name: o, syscall: openat2, args: {pathname: /a, how: {flags:"
                        + " O_WRONLY, resolve: RESOLVE_BENEATH}}}]\n"))
                .endsWith("49:x010000000000000000000000000000000800000000000000\n3:n24\n");
        assertThat(
                        plan(
                                "    steps: [{type: syscall, name: c, syscall: connect, args: {fd: 3, address: \"[::1]:80\"}}]\n"))
                .endsWith("2:n3\n57:x0a0000500000000000000000000000000000000000000000100000000\n3:n28\n"
                        .replace("0000000000000000100000000", "000000000000000100000000"));
    }

    @Test
    void processesHaveTheDefaultsOfTheFormat() {
        assertThat(
                        plan(
                                "    context: {processes: [{name: sh}, {exePath: /opt/a b/nginx, args: \"-c 'x y' z\", env: {A: b}}]}\n"))
                .startsWith("p1:0\n1:2\n"
                        + "26:/tmp/kguard-suite/process-1\n2:sh\n2:sh\n0:\n0:\n1:0\n1:0\n1:0\n".replace("26:", "27:")
                        + "14:/opt/a b/nginx\n5:nginx\n5:nginx\n0:\n0:\n1:0\n1:3\n2:-c\n3:x y\n1:z\n"
                        + "1:2\n18:SUITE=reads_a_file\n3:A=b\n");
        assertThat(plan("    context: {processes: [{name: a, user: daemon}]}\n"))
                .contains("6:daemon\n35:1ffffffffff 1ffffffffff 1ffffffffff\n");
    }

    @Test
    void aServersAddressIsOneOfTheContainer() {
        assertThat(
                        plan(
                                "    resources: [{type: clientServer, name: cs, l4Proto: udp4, address: \"203.0.113.10:53\"}]\n"))
                .contains("1:1\n8:cb00710a\n");
        assertThat(plan("    resources: [{type: clientServer, name: cs, l4Proto: tcp6, address: \"[::1]:53\"}]\n"))
                .doesNotContain("32:");
    }

    @Test
    void aScenarioStaysAScenario() {
        assertThatThrownBy(() -> ScenarioReader.read("x.yaml", "scenario: a\ntests: []\n"))
                .hasMessageContaining("a scenario has no key \"tests\"");
    }

    @Test
    void aFileMayHaveThousandsOfCommentsBeforeItsTests() {
        assertThat(ScenarioReader.read("suite.yaml", "# c\n\n".repeat(20_000) + HEAD))
                .hasSize(1);
    }
}
