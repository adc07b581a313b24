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
import org.junit.jupiter.api.Test;

/** The real kubectl changes how many pods a workload has. */
@RequiresRoot
class ScaleScenarioTest {
    private static final String RULES = """
            - rule: Scaled
              desc: Somebody changes the number of pods
              condition: jevt.value[/stage] = ResponseComplete and ka.verb in (patch, update) and ka.target.subresource = scale
              output: Scaled (user=%ka.user.name name=%ka.target.name code=%ka.response.code kind=%jevt.value[/responseObject/kind])
              priority: NOTICE
              source: k8s_audit
            """;
    private static final String SCENARIO = """
            scenario: scale
            title: A deployment is scaled
            attack: [T1496]
            cluster:
              objects:
                - apiVersion: rbac.authorization.k8s.io/v1
                  kind: ClusterRole
                  metadata: {name: looks}
                  rules: [{apiGroups: [apps], resources: [deployments], verbs: [get, patch]}]
                - apiVersion: rbac.authorization.k8s.io/v1
                  kind: ClusterRoleBinding
                  metadata: {name: looks}
                  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: looks}
                  subjects: [{kind: User, name: jane, apiGroup: rbac.authorization.k8s.io}]
            pods: []
            steps:
              - kubectl: {args: [create, deployment, web, --image=base, --, sleep, infinity], output: created, leaves: running}
              - kubectl: {args: [scale, deployment/web, --replicas=3], output: scaled, leaves: running}
              - kubectl: {args: [get, deployment, web, -o, "jsonpath={.spec.replicas}"], output: "3"}
              - kubectl: {args: [get, deployment, web, --subresource=scale, -o, "jsonpath={.kind} {.spec.replicas} {.status.selector}"], output: "Scale 3 app=web"}
              - kubectl: {args: [scale, deployment/web, --replicas=0, --as=jane], exit: 1, error: cannot patch resource "deployments/scale"}
              - kubectl: {args: [scale, deployment/web, --current-replicas=2, --replicas=1], exit: 1, error: "Expected replicas to be 2, was 3"}
              - kubectl: {args: [scale, configmap/kube-root-ca.crt, --replicas=1], exit: 1, error: does not serve configmaps/scale}
            fires: [Scaled]
            """;

    @Test
    void itIsAnObjectOfItsOwn() throws Exception {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT));
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            Detections detections =
                    simulator.run(ScenarioReader.read("scale.yaml", SCENARIO).get(0), rules);
            assertThat(detections.doubts()).isEmpty();
            assertThat(detections.alertsOf("Scaled"))
                    .extracting(alert -> alert.message().replaceAll(".*(\\(.*)", "$1"))
                    .containsExactly(
                            "(user=kubernetes-admin name=web code=200 kind=Scale)",
                            "(user=kubernetes-admin name=web code=403 kind=Status)",
                            "(user=kubernetes-admin name=kube-root-ca.crt code=404 kind=Status)");
        }
    }
}
