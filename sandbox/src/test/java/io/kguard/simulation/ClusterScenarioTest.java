// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioBuilder;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.Step;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.LogReplay;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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
            - rule: Exec through the API
              desc: A command in a pod
              condition: jevt.value[/stage] = ResponseStarted and ka.target.subresource = exec
              output: Exec (user=%ka.user.name pod=%ka.target.name command=%ka.uri.param[command])
              priority: NOTICE
              source: k8s_audit
            - rule: Pod changed
              desc: Somebody changes a pod
              condition: jevt.value[/stage] = ResponseComplete and ka.verb = patch and ka.target.resource = pods
              output: Changed (kind=%ka.target.resource ns=%ka.target.namespace pod=%ka.target.name)
              priority: NOTICE
              source: k8s_audit
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
        rules = WrittenRules.compile(RULES);
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
        assertThat(detections.alertsOf("Terminal shell"))
                .singleElement()
                .extracting(Alert::fields)
                .satisfies(fields -> assertThat(fields)
                        .containsEntry("k8s.pod.name", "jenkins-0")
                        .containsEntry("k8s.ns.name", "ci")
                        .containsEntry("container.name", "jenkins"));
        assertThat(Judge.judge(detections, Expectation.fires("Terminal shell"))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void theSameActIsInTheAuditLog() {
        Detections detections = play("""
                steps:
                  - kubectl: {args: [exec, -it, -n, ci, jenkins-0, --, bash, -c, id], as: {user: jane, groups: ["system:masters"]}}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.firedRules()).containsExactlyInAnyOrder("Terminal shell", "Exec through the API");
        assertThat(detections.alertsOf("Exec through the API"))
                .singleElement()
                .extracting(Alert::fields)
                .satisfies(fields -> assertThat(fields)
                        .containsEntry("ka.user.name", "jane")
                        .containsEntry("ka.target.name", "jenkins-0")
                        .containsEntry("ka.uri.param[command]", "bash"));
    }

    @Test
    void aRecordingHasTheContainersAndTheAuditLog(@TempDir Path folder) throws IOException {
        Path scenario = Files.writeString(folder.resolve("shell.yaml"), JENKINS + """
                steps:
                  - kubectl: [exec, -it, -n, ci, jenkins-0, --, bash, -c, id]
                """);
        Path capture = folder.resolve("shell.scap");
        new Recorder(
                        new URLClassLoader(new URL[0], null),
                        List.of(scenario),
                        RuleLoader.of(FalcoVersion.CURRENT),
                        SimulatorOptions.configured())
                .record("shell", capture);

        Detections replayed = CaptureReplay.run(capture, rules);

        assertThat(replayed.doubts()).isEmpty();
        assertThat(replayed.alertsOf("Terminal shell"))
                .singleElement()
                .extracting(Alert::fields)
                .satisfies(fields -> assertThat(fields)
                        .containsEntry("k8s.pod.name", "jenkins-0")
                        .containsEntry("container.name", "jenkins"));
        assertThat(replayed.alertsOf("Exec through the API"))
                .singleElement()
                .extracting(Alert::fields)
                .satisfies(fields -> assertThat(fields).containsEntry("ka.target.name", "jenkins-0"));
        Detections read = LogReplay.run(folder.resolve("shell.audit.log"), EventSource.K8S_AUDIT, rules);
        assertThat(read.doubts()).isEmpty();
        assertThat(read.alertsOf("Exec through the API")).hasSize(1);
    }

    @Test
    void anAlertOfTheAuditLogDeletesAPodToo() {
        Detections detections = play("""
                reactions:
                  - rule: Stop it
                    match: {rules: [Pod changed]}
                    actions: [{actionner: kubernetes:terminate, parameters: {grace_period_seconds: 0}}]
                steps:
                  - kubectl: [annotate, pod, -n, ci, jenkins-0, note=x]
                effects:
                  - gone: {pod: jenkins-0}
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void anAlertThatNamesNoPodCanSetOffNothing() {
        Detections detections = play("""
                reactions:
                  - rule: Stop it
                    match: {rules: [Exec through the API]}
                    actions: [{actionner: kubernetes:terminate}]
                steps:
                  - kubectl: [exec, -n, ci, jenkins-0, --, id]
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .endsWith("the alert names no pod; add %k8s.ns.name and %k8s.pod.name to the rule's output");
    }

    @Test
    void aScenarioOfJavaPlaysAsOneOfYaml() {
        Pod pod = ScenarioReader.read("test", JENKINS + "steps: [{exec: {pod: jenkins-0, command: [id]}}]\n")
                .get(0)
                .pods()
                .get(0);
        Scenario scenario = new ScenarioBuilder("shell-in-java")
                .cluster()
                .pod(pod)
                .step(Step.Kubectl.of("exec", "-it", "-n", "ci", "jenkins-0", "--", "bash", "-c", "id")
                        .withOutput("uid=0"))
                .step(Step.Exec.of("jenkins-0", "false"))
                .fires("Terminal shell", "Exec through the API")
                .build();

        Detections detections = simulator.run(scenario, rules);

        assertThat(detections.firedRules()).containsExactlyInAnyOrder("Terminal shell", "Exec through the API");
        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .matches("ClusterScenarioTest.java:\\d+:1: exec in jenkins-0: false ended with exit status 1, not 0");
    }

    @Test
    void kubectlWithoutAClusterIsRefused() {
        ScenarioBuilder builder = new ScenarioBuilder("shell").step(Step.Kubectl.of("get", "pods"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call cluster()");
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
                steps: [{exec: {pod: jenkins-0, command: [id]}}]
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
                ScenarioReader.read(
                                "test",
                                JENKINS.replace("image: base", "image: nowhere")
                                        + "steps: [{exec: {pod: jenkins-0, command: [id]}}]\n")
                        .get(0),
                rules);

        assertThat(detections.doubts()).singleElement().asString().contains("there is no image \"nowhere\" here");
    }

    @Test
    void whatBefellAPodThatStepsCreatedAndDeletedIsADoubt() {
        Detections detections = play("""
                steps:
                  - kubectl: [run, -n, ci, job, --image=base, --restart=Never, --, bash, -c, exit 3]
                  - kubectl: [wait, -n, ci, pod/job, "--for=jsonpath={.status.phase}=Failed", --timeout=30s]
                  - kubectl: [delete, -n, ci, pod/job]
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .contains("the first process of the container job of the pod job ended with exit status 3");
    }

    @Test
    void aPodThatStepsCreatedAndDeletedIsNone() {
        Detections detections = play("""
                steps:
                  - kubectl: [run, -n, ci, job, --image=base, --restart=Never, --, sleep, infinity]
                  - kubectl: [wait, -n, ci, pod/job, --for=condition=Ready, --timeout=30s]
                  - kubectl: [delete, -n, ci, pod/job]
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    private Detections play(String steps) {
        return simulator.run(ScenarioReader.read("test", JENKINS + steps).get(0), rules);
    }
}
