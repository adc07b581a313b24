// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real kubectl empties a node, and controllers put other pods in the place of those that are gone. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class DrainScenarioTest {
    private static final String RULES = """
            - rule: Evicted
              desc: Somebody evicts a pod
              condition: jevt.value[/stage] = ResponseComplete and ka.target.subresource = eviction and ka.response.code = 201
              output: Evicted (user=%ka.user.name pod=%ka.target.name)
              priority: NOTICE
              source: k8s_audit
            - rule: Shell
              desc: A shell in a pod
              condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash
              output: Shell (pod=%k8s.pod.name ns=%k8s.ns.name)
              priority: NOTICE
            """;

    private static final String WEB = """
            scenario: drain
            title: A node is emptied
            attack: [T1609]
            cluster:
              nodes: 2
              objects:
                - apiVersion: apps/v1
                  kind: ReplicaSet
                  metadata: {name: web, namespace: shop}
                  spec:
                    replicas: 1
                    selector: {matchLabels: {app: web}}
                    template:
                      metadata: {labels: {app: web}}
                      spec: {containers: [{name: web, image: base}]}
                - apiVersion: policy/v1
                  kind: PodDisruptionBudget
                  metadata: {name: web, namespace: shop}
                  spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                - {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: shop}}
            pods:
              - metadata:
                  name: web-0
                  namespace: shop
                  labels: {app: web}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, controller: true}]
                spec: {nodeName: kguard-node, containers: [{name: web, image: base}]}
              - metadata:
                  name: agent-0
                  namespace: shop
                  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, controller: true}]
                spec: {nodeName: kguard-node, containers: [{name: agent, image: base}]}
            fires: [Evicted]
            """;

    private static final String DATABASE = """
            scenario: database
            title: A pod of a StatefulSet goes
            attack: [T1609]
            cluster:
              nodes: 2
              objects:
                - apiVersion: apps/v1
                  kind: StatefulSet
                  metadata: {name: db, namespace: shop}
                  spec:
                    replicas: 1
                    serviceName: db
                    selector: {matchLabels: {app: db}}
                    template:
                      metadata: {labels: {app: db}}
                      spec: {containers: [{name: db, image: base}]}
            pods:
              - metadata:
                  name: db-0
                  namespace: shop
                  labels: {app: db}
                  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true}]
                spec: {nodeName: kguard-node, containers: [{name: db, image: base}]}
            fires: [Shell]
            """;
    private static final String SAME_NAME = """
              - object:
                  kind: Pod
                  namespace: shop
                  name: db-0
                  has: {metadata: {labels: {app: db}}, spec: {nodeName: kguard-node-2}, status: {phase: Running}}
            """;

    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open() {
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES), EngineOptions.of(FalcoVersion.CURRENT));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    @Test
    void daemonsStayABudgetIsHeededAndTheOtherPodsMove() {
        Detections detections = play(WEB + """
                steps:
                  - kubectl:
                      args: [drain, kguard-node]
                      exit: 1
                      error: "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): shop/agent-0"
                  - kubectl:
                      args: [drain, kguard-node, --ignore-daemonsets, --timeout=4s]
                      exit: 1
                      error: Cannot evict pod as it would violate the pod's disruption budget.
                  - kubectl: [delete, poddisruptionbudget, -n, shop, web]
                  - kubectl:
                      args: [drain, kguard-node, --ignore-daemonsets]
                      output: node/kguard-node drained
                      error: "ignoring DaemonSet-managed Pods: shop/agent-0"
                effects:
                  - replaced: {pod: web-0, node: kguard-node-2}
                  - stays: {pod: agent-0}
                  - object: {kind: Node, name: kguard-node, has: {spec: {unschedulable: true}}}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alertsOf("Evicted"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.fields()).containsEntry("ka.target.name", "web-0"));
    }

    @Test
    void whatNoControllerReplacesIsEvictedByForce() {
        Detections detections = play(DATABASE.replaceAll("(?m)^ +ownerReferences.*\\n", "") + """
                steps:
                  - kubectl:
                      args: [drain, kguard-node]
                      exit: 1
                      error: "cannot delete Pods that declare no controller (use --force to override): shop/db-0"
                  - kubectl: {args: [drain, kguard-node, --force], output: node/kguard-node drained}
                effects:
                  - gone: {pod: db-0}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.firedRules()).containsExactly("Evicted");
    }

    @Test
    void aPodOfAStatefulSetMovesUnderItsName() {
        Detections detections = play(DATABASE + """
                steps:
                  - kubectl: {args: [drain, kguard-node], output: node/kguard-node drained}
                effects:
                  - replaced: {pod: db-0, node: kguard-node-2}
                """ + SAME_NAME);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void aTerminatedPodOfAStatefulSetComesBackUnderItsName() {
        String reaction =
                "reactions: [{rule: React, match: {rules: [Shell]}, actions: [{actionner: kubernetes:terminate}]}]\n";
        String steps = """
                steps: [{exec: {pod: db-0, command: [bash, -c, id], exit: any}}]
                effects:
                  - replaced: {pod: db-0}
                """;

        assertThat(play(DATABASE + reaction + steps).doubts()).isEmpty();
        assertThat(play(DATABASE + steps).doubts())
                .singleElement()
                .asString()
                .endsWith("pod db-0 is replaced: the API server still has it");
    }

    @Test
    void aStatefulSetWithoutReplicasReplacesNothing() {
        Detections detections = play(DATABASE.replace("replicas: 1", "replicas: 0") + """
                steps: [{kubectl: [delete, pod, -n, shop, db-0]}]
                effects: [{gone: {pod: db-0}}, {replaced: {pod: db-0}}]
                """);

        assertThat(detections.doubts()).singleElement().asString().contains("pod db-0 is replaced: no running pod");
    }

    private Detections play(String text) {
        return simulator.run(ScenarioReader.read("test", text).get(0), rules);
    }
}
