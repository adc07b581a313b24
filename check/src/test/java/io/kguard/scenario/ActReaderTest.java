// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.workload.Peer;
import org.junit.jupiter.api.Test;

class ActReaderTest {
    private static final String SCENARIO = """
            scenario: one
            title: A title
            attack: [T1609]
            pods: [{metadata: {name: a}, spec: {containers: [{name: a, image: base}]}}]
            %s
            fires: [Some rule]
            """;

    private static Scenario read(String lines) {
        return ScenarioReader.read("one.yaml", SCENARIO.formatted(lines)).get(0);
    }

    private static Step.Exec act(String act) {
        return (Step.Exec) read("steps: [{act: " + act + "}]").steps().get(0);
    }

    private static void refused(String act, String message) {
        assertThatThrownBy(() -> act(act)).isInstanceOf(ScenarioException.class).hasMessageContaining(message);
    }

    @Test
    void actionsFollowEachOtherInOneProcess() {
        assertThat(act("{pod: a, do: [[pause, '5'], [read, /etc/shadow]]}").command())
                .containsExactly("/usr/bin/kguard-actor", "pause", "5", "then", "read", "/etc/shadow");
    }

    @Test
    void aProgramStandsInForOneOfAnotherName() {
        assertThat(act("{pod: a, as: nginx, do: [[run, sh, -c, id]]}").command())
                .containsExactly("/usr/lib/kguard/nginx", "run", "sh", "-c", "id");
    }

    @Test
    void whatIsUnknownIsRefusedWithTheNearest() {
        refused("{pod: a, do: [[raed, /etc/shadow]]}", "there is no action \"raed\"\n");
        refused("{pod: a, do: [[raed, /etc/shadow]]}", "did you mean read?");
        refused("{pod: a, as: ngimx, do: [[read, /etc/shadow]]}", "did you mean nginx?");
        refused("{pod: a, does: [[read, /etc/shadow]]}", "act has no key \"does\"");
        refused("{pod: b, do: [[read, /etc/shadow]]}", "the scenario has no pod b");
    }

    @Test
    void anActionHasItsArguments() {
        refused("{pod: a, do: [[read]]}", "the action read can't have 0 arguments\n");
        refused("{pod: a, do: [[traceme, me]]}", "the action traceme can't have 1 argument\n");
        refused("{pod: a, do: [read]}", "an action must be a list, not \"read\"");
        refused("{pod: a, do: [[run, echo, then]]}", "\"then\" can't be an argument of an action");
        refused("{pod: a, do: []}", "\"do\" is empty");
        refused("{pod: a}", "act has no \"do\"");
    }

    @Test
    void noActionFollowsOneThatReplacesTheProcess() {
        refused("{pod: a, do: [[memfd, /usr/bin/id], [read, /etc/shadow]]}", "no action can follow memfd");
        assertThat(act("{pod: a, do: [[read, /etc/shadow], [memfd, /usr/bin/id]]}")
                        .command())
                .endsWith("then", "memfd", "/usr/bin/id");
    }

    @Test
    void anAnswerMayBeAnyBytes() {
        Scenario scenario = read("""
                steps: [{exec: {pod: a, command: [id]}}]
                peers:
                  - {address: 10.96.14.7, port: 80, answer: !!binary yv66vg==}
                  - {address: 10.96.14.7, port: 81, answer: \u00e9}""");

        assertThat(scenario.peers().get(0).behaviour())
                .isInstanceOfSatisfying(
                        Peer.Answer.class,
                        answer -> assertThat(answer.bytes()).containsExactly(0xca, 0xfe, 0xba, 0xbe));
        assertThat(scenario.peers().get(1).behaviour())
                .isInstanceOfSatisfying(
                        Peer.Answer.class, answer -> assertThat(answer.bytes()).containsExactly(0xc3, 0xa9));
        assertThatThrownBy(() -> read("peers: [{address: 10.96.14.7, port: 80, answer: !!binary '*'}]\nsteps: []"))
                .hasMessageContaining("\"answer\" is not base64");
    }

    @Test
    void whatNoMachineCanPlayNeedsNoPodsAndSteps() {
        String text = """
                scenario: one
                title: A title
                attack: [T1609]
                requires: the node itself
                fires: [Some rule]
                """;

        assertThat(ScenarioReader.read("one.yaml", text)).singleElement().satisfies(scenario -> {
            assertThat(scenario.requirement()).isEqualTo("the node itself");
            assertThat(scenario.steps()).isEmpty();
        });
    }
}
