// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rules over deployments, labels and services, on pods of a simulated cluster. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class K8smetaScenarioTest {
    private static final String RULES = """
            - required_plugin_versions: [{name: k8smeta, version: 0.4.1}]
            - rule: Shell in web
              desc: A shell in a pod of the deployment web
              condition: evt.type = execve and proc.name = bash and k8smeta.deployment.name = web
              output: >
                %proc.cmdline pod=%k8smeta.pod.name uid=%k8smeta.pod.uid labels=%k8smeta.pod.labels ip=%k8smeta.pod.ip
                ns=%k8smeta.ns.name nsuid=%k8smeta.ns.uid tier=%k8smeta.ns.label[tier] deployment=%k8smeta.deployment.name
                team=%k8smeta.deployment.label[team] rs=%k8smeta.rs.name rc=%k8smeta.rc.uid services=%k8smeta.svc.name
                ports=%k8smeta.svc.label[port]
              priority: NOTICE
            - rule: Shell in a canary
              desc: A shell in a pod with the label track=canary
              condition: evt.type = execve and proc.name = bash and k8smeta.pod.label[track] = canary
              output: "%k8smeta.pod.name"
              priority: NOTICE
            - rule: First program
              desc: The first program of a pod
              condition: evt.type = execve and proc.vpid = 1 and k8smeta.pod.name exists
              output: "%k8smeta.pod.name %k8smeta.pod.ip"
              priority: NOTICE
            """;

    private static final String CLUSTER = """
            scenario: shell
            title: A shell
            attack: [T1609]
            cluster:
              objects:
                - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {tier: prod}}}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, labels: {team: front}}}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: shop}}
                - apiVersion: apps/v1
                  kind: ReplicaSet
                  metadata:
                    name: web-5d
                    namespace: shop
                    ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]
                - apiVersion: apps/v1
                  kind: ReplicaSet
                  metadata:
                    name: api-7c
                    namespace: shop
                    ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, controller: true}]
                - {apiVersion: v1, kind: ReplicationController, metadata: {name: old, namespace: shop}}
                - {apiVersion: v1, kind: Service, metadata: {name: http, namespace: shop, labels: {port: "80"}}, spec: {selector: {app: web}}}
                - {apiVersion: v1, kind: Service, metadata: {name: other, namespace: shop}, spec: {selector: {app: none}}}
                - {apiVersion: v1, kind: Service, metadata: {name: everywhere, namespace: shop}, spec: {ports: [{port: 80}]}}
            pods:
              - metadata:
                  name: web-5d-0
                  namespace: shop
                  labels: {app: web}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, controller: true}]
                spec: {containers: [{name: web, image: base, command: [sleep, infinity]}]}
              - metadata:
                  name: api-7c-0
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: api-7c, controller: true}]
                spec: {containers: [{name: api, image: base, command: [sleep, infinity]}]}
              - metadata:
                  name: old-0
                  namespace: shop
                  ownerReferences: [{apiVersion: v1, kind: ReplicationController, name: old, controller: true}]
                spec: {containers: [{name: old, image: base, command: [sleep, infinity]}]}
            fires: [Shell in web]
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

    private Detections play(String scenario) {
        return simulator.run(ScenarioReader.read("test", scenario).get(0), rules);
    }

    @Test
    void aRuleOverADeploymentFiresForItsPods() {
        Detections detections = play(CLUSTER + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                """);

        assertThat(detections.doubts()).isEmpty();
        Map<String, @Nullable Object> fields =
                detections.alertsOf("Shell in web").get(0).fields();
        assertThat(detections.alertsOf("Shell in web")).hasSize(1);
        assertThat(fields)
                .containsEntry("k8smeta.pod.name", "web-5d-0")
                .containsEntry("k8smeta.pod.labels", List.of("app:web"))
                .containsEntry("k8smeta.ns.name", "shop")
                .containsEntry("k8smeta.ns.label[tier]", "prod")
                .containsEntry("k8smeta.deployment.name", "web")
                .containsEntry("k8smeta.deployment.label[team]", "front")
                .containsEntry("k8smeta.rs.name", "web-5d")
                .containsEntry("k8smeta.rc.uid", null)
                .containsEntry("k8smeta.svc.name", List.of("http"))
                .containsEntry("k8smeta.svc.label[port]", List.of("80"));
        assertThat(String.valueOf(fields.get("k8smeta.pod.uid"))).matches("[0-9a-f-]{36}");
        assertThat(String.valueOf(fields.get("k8smeta.ns.uid"))).matches("[0-9a-f-]{36}");
        assertThat(String.valueOf(fields.get("k8smeta.pod.ip"))).matches("10(\\.\\d+){3}");
        assertThat(Judge.judge(detections, Expectation.fires("Shell in web"))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void itIsSilentForAnotherDeployment() {
        Detections detections = play(CLUSTER + """
                steps:
                  - exec: {pod: api-7c-0, command: [bash, -c, "true"]}
                  - exec: {pod: old-0, command: [bash, -c, "true"]}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(Judge.judge(detections, Expectation.silent("Shell in web"))).isEqualTo(new Verdict.Passed());
        assertThat(detections.outcome("Shell in web").orElseThrow().eventsReached())
                .isPositive();
    }

    @Test
    void aReplicationControllersPodHasItsUidAndNoName() {
        RuleSet controllers = WrittenRules.compile("""
                - rule: Shell of a controller
                  desc: A shell
                  condition: evt.type = execve and proc.name = bash and k8smeta.rc.uid exists
                  output: "%k8smeta.rc.name %k8smeta.rs.name %k8smeta.deployment.name"
                  priority: NOTICE
                """);
        Detections detections =
                simulator.run(ScenarioReader.read("test", CLUSTER + """
                        steps:
                          - exec: {pod: old-0, command: [bash, -c, "true"]}
                          - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                        """).get(0), controllers);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alerts())
                .singleElement()
                .extracting(Alert::message)
                .isEqualTo("<NA> <NA> <NA>");
    }

    @Test
    void aPodIsKnownFromItsFirstProgramOn() {
        Detections detections = play(CLUSTER + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                """);

        assertThat(detections.alertsOf("First program").stream().map(Alert::message))
                .hasSize(3)
                .allMatch(message -> message.matches("(web-5d-0|api-7c-0|old-0) 10(\\.\\d+){3}"));
    }

    @Test
    void aChangeOfALabelIsKnownToTheNextStep() {
        Detections detections = play(CLUSTER + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                  - kubectl: [label, pod, -n, shop, web-5d-0, track=canary]
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alertsOf("Shell in a canary")).hasSize(1);
        assertThat(detections.alertsOf("Shell in web")).hasSize(2);
    }

    @Test
    void aRecordingTellsTheSame(@TempDir Path folder) throws IOException {
        String text = CLUSTER + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                  - exec: {pod: api-7c-0, command: [bash, -c, "true"]}
                """;
        Path capture = folder.resolve("shell.scap");
        Detections live;
        try (CaptureTap tap = new CaptureTap()) {
            live = simulator.record(ScenarioReader.read("test", text).get(0), rules, tap);
            tap.writeTo(capture);
        }

        Detections replayed = CaptureReplay.run(capture, rules);

        assertThat(replayed.doubts()).isEmpty();
        assertThat(live.alertsOf("Shell in web")).hasSize(1);
        assertThat(facts(replayed)).isEqualTo(facts(live));
        assertThat(Judge.judge(replayed, Expectation.silent("Shell in a canary")))
                .isEqualTo(new Verdict.Passed());
    }

    private static List<String> facts(Detections detections) {
        List<String> facts = new ArrayList<>();
        detections.alerts().forEach(alert -> facts.add(alert.eventNumber() + " " + alert.message()));
        return facts;
    }

    @Test
    void theGoalRecordsThemToo(@TempDir Path folder) throws IOException {
        Path scenario = Files.writeString(folder.resolve("shell.yaml"), CLUSTER + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                """);
        Path capture = folder.resolve("shell.scap");
        new Recorder(
                        new URLClassLoader(new URL[0], null),
                        List.of(scenario),
                        RuleLoader.of(FalcoVersion.CURRENT),
                        SimulatorOptions.configured())
                .record("shell", capture);

        assertThat(CaptureReplay.run(capture, rules).alertsOf("Shell in web")).hasSize(1);
    }

    @Test
    @Tag("trust")
    void withoutAClusterTheRulesSilenceIsNoProof() {
        Detections detections = play("""
                scenario: shell
                title: A shell
                attack: [T1609]
                pods:
                  - {metadata: {name: api-7c-0, namespace: shop}, spec: {containers: [{name: api, image: base, command: [sleep, infinity]}]}}
                steps:
                  - exec: {pod: api-7c-0, command: [bash, -c, "true"]}
                fires: [First program]
                silent: [Shell in web]
                """);

        assertThat(detections.doubts()).isEmpty();
        Verdict verdict = Judge.judge(detections, Expectation.silent("Shell in web"));
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason())
                .contains(
                        "reads k8smeta.deployment.name, which had no value for any event: the scenario has no cluster");
    }

    @Test
    void anOwnerThatIsNotThereIsNamed() {
        Detections detections =
                play(CLUSTER.replace("kind: ReplicaSet, name: web-5d,", "kind: ReplicaSet, name: web-5e,") + """
                steps:
                  - exec: {pod: web-5d-0, command: [bash, -c, "true"]}
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .isEqualTo("Pod web-5d-0: its owner, the apps/v1 ReplicaSet web-5e, is not in the namespace shop."
                        + " Add it to the objects of the cluster, before what it owns.");
    }
}
