// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {
    private static final String TEXT = """
            scenario: kubectl-exec-shell
            title: Interactive shell through kubectl exec
            attack: [T1609, T1059.004]
            pods:
              - {metadata: {name: jenkins-0, namespace: ci}, spec: {containers: [{name: jenkins, image: base}]}}
            peers:
              - {address: 10.96.14.7, port: 8080, names: [orders], answer: hello}
            steps:
              - exec: {pod: jenkins-0, tty: true, command: [bash, -c, id], stdin: x, exit: 3, output: uid, timeout: 2m}
            effects:
              - file: {pod: jenkins-0, container: jenkins, path: /etc/passwd, contains: root}
            fires: [Terminal shell in container]
            silent: [Some other rule]
            twin:
              scenario: kubectl-exec-without-tty
              steps:
                - exec: {pod: jenkins-0, command: [sleep, 5]}
            """;

    @Test
    void readsAnAttack() {
        Scenario attack = ScenarioReader.read("shell.yaml", TEXT).get(0);

        assertThat(attack.id()).isEqualTo("kubectl-exec-shell");
        assertThat(attack.title()).isEqualTo("Interactive shell through kubectl exec");
        assertThat(attack.techniques()).containsExactly("T1609", "T1059.004");
        assertThat(attack.pods()).singleElement().satisfies(pod -> {
            assertThat(pod.getMetadata().getNamespace()).isEqualTo("ci");
            assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo("base");
        });
        assertThat(attack.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.port()).isEqualTo(8080));
        assertThat(attack.steps())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new Step.Exec(
                        "jenkins-0",
                        null,
                        List.of("bash", "-c", "id"),
                        null,
                        new StepInput(true, "x"),
                        new StepEnd(3, "uid", null, Duration.ofMinutes(2), false),
                        new Origin("shell.yaml", 9, 11)));
        assertThat(attack.effects())
                .containsExactly(new Effect.FileExists(
                        "jenkins-0", "jenkins", "/etc/passwd", "root", new Origin("shell.yaml", 11, 11)));
        assertThat(attack.expectations())
                .containsExactly(
                        Expectation.fires("Terminal shell in container"), Expectation.silent("Some other rule"));
    }

    @Test
    void aTwinSharesThePodsAndMustStaySilent() {
        List<Scenario> both = ScenarioReader.read("shell.yaml", TEXT);
        Scenario twin = both.get(1);

        assertThat(twin.id()).isEqualTo("kubectl-exec-without-tty");
        assertThat(twin.pods()).isEqualTo(both.get(0).pods());
        assertThat(twin.techniques()).isEqualTo(both.get(0).techniques());
        assertThat(twin.expectations()).containsExactly(Expectation.silent("Terminal shell in container"));
        assertThat(((Step.Exec) twin.steps().get(0)).command()).containsExactly("sleep", "5");
    }

    @Test
    void aStepSucceedsByDefaultWithinHalfAMinute() {
        Step.Exec step = (Step.Exec)
                ScenarioReader.read("shell.yaml", TEXT).get(1).steps().get(0);

        assertThat(step.exit()).isZero();
        assertThat(step.output()).isNull();
        assertThat(step.stdin()).isEmpty();
        assertThat(step.tty()).isFalse();
        assertThat(step.timeout()).isEqualTo(Duration.ofSeconds(30));
    }
}
