package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Scenarios whose pods an API server creates, played for real. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterScenarioTest {
    private static final String RULES = """
            - rule: Terminal shell
              desc: A shell on a terminal in a pod
              condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash and proc.tty != 0
              output: Shell (pod=%k8s.pod.name ns=%k8s.ns.name tty=%proc.tty container=%container.name image=%container.image.repository)
              priority: NOTICE
            """;
    private static final String JENKINS = """
            scenario: shell
            title: A shell by kubectl
            attack: [T1609]
            cluster:
              objects:
                - {apiVersion: v1, kind: ServiceAccount, metadata: {name: deployer, namespace: ci}}
            pods:
              - {metadata: {name: jenkins-0, namespace: ci}, spec: {containers: [{name: jenkins, image: base}]}}
            fires: [Terminal shell]
            """;

    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open() {
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    @Test
    void aShellByKubectlHasATerminalAndItsPodsNames() {
        Detections detections = play("""
                steps:
                  - kubectl: {args: [exec, -it, -n, ci, jenkins-0, --, bash, -c, "tty; id"], output: uid=0}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alerts())
                .singleElement()
                .extracting(Alert::fields)
                .satisfies(fields -> assertThat(fields)
                        .containsEntry("k8s.pod.name", "jenkins-0")
                        .containsEntry("k8s.ns.name", "ci")
                        .containsEntry("container.name", "jenkins"));
        assertThat(Judge.judge(detections, Expectation.fires("Terminal shell"))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void withoutATerminalTheSameCommandIsSilent() {
        Detections detections = play("""
                steps:
                  - kubectl: [exec, -n, ci, jenkins-0, --, bash, -c, id]
                """);

        assertThat(Judge.judge(detections, Expectation.silent("Terminal shell")))
                .isEqualTo(new Verdict.Passed());
    }

    @Test
    void aServiceAccountIsRefusedWhatNoRoleAllows() {
        Detections detections = play("""
                steps:
                  - kubectl:
                      args: [exec, -n, ci, jenkins-0, --, id]
                      as: {serviceAccount: ci/deployer}
                      exit: 1
                      error: 'User "system:serviceaccount:ci:deployer" cannot get resource "pods"'
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void whatKubectlChangesIsAnEffect() {
        Detections detections = play("""
                steps:
                  - kubectl: [label, pod, -n, ci, jenkins-0, seen=yes]
                  - kubectl:
                      args: [apply, -f, "-"]
                      stdin: |
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: note, namespace: ci}
                        data: {a: "1"}
                  - kubectl: [cp, -n, ci, /etc/hostname, "jenkins-0:/tmp/copied"]
                effects:
                  - object: {kind: Pod, namespace: ci, name: jenkins-0, has: {metadata: {labels: {seen: "yes"}}}}
                  - object: {kind: ConfigMap, namespace: ci, name: note, has: {data: {a: 1}}}
                  - file: {pod: jenkins-0, path: /tmp/copied}
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void aDeletedPodIsGoneWithItsContainers() {
        Detections detections = play("""
                steps:
                  - kubectl: [delete, pod, -n, ci, jenkins-0]
                effects:
                  - gone: {pod: jenkins-0}
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void anEffectThatIsNotThereIsADoubt() {
        Detections detections = play("""
                steps: []
                effects:
                  - object: {kind: Pod, namespace: ci, name: jenkins-0, has: {metadata: {labels: {seen: "yes"}}}}
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .endsWith("the effect did not take place: Pod ci/jenkins-0 has {metadata={labels={seen=yes}}}:"
                        + " .metadata.labels.seen is null");
    }

    @Test
    void aPodThatDoesNotStartIsADoubtThatSaysWhy() {
        Detections detections = simulator.run(
                ScenarioReader.read("test", JENKINS.replace("image: base", "image: nowhere") + "steps: []\n")
                        .get(0),
                rules);

        assertThat(detections.doubts()).singleElement().asString().contains("there is no image \"nowhere\" here");
    }

    private Detections play(String steps) {
        return simulator.run(ScenarioReader.read("test", JENKINS + steps).get(0), rules);
    }
}
