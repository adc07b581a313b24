// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What belongs to a workload that somebody creates is made by controllers, and the audit log tells who asked for what. */
@RequiresRoot
class WorkloadMakerTest {
    private static final String TEMPLATE = "{metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: base,"
            + " command: [sleep, infinity]}]%s}}";
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {replicas: %d, selector: {matchLabels: {app: a}}, template: %s}
            """;

    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Tells each change that an account of the control plane asked for. */
    private void note(String event) {
        JsonNode read = ResourceStore.JSON.readTree(event);
        String user = read.path("user").path("username").asString("");
        if (user.startsWith("system:serviceaccount:kube-system:")) {
            requests.add(user.substring(user.lastIndexOf(':') + 1) + " "
                    + read.path("verb").asString("") + " "
                    + read.path("objectRef").path("resource").asString("") + " "
                    + read.path("responseStatus").path("code").asInt(0));
        }
    }

    private interface Use {
        void on(Cluster cluster, KubernetesClient client);
    }

    private void withCluster(int nodes, Use use) {
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster cluster = Cluster.start(
                        sandbox, ClusterOptions.defaults().withNodes(nodes).withAudit(this::note));
                KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            use.on(cluster, client);
        }
    }

    private static void create(Cluster cluster, KubernetesClient client, String manifest) {
        client.resource(manifest).create();
        cluster.awaitStarts();
    }

    private static List<Pod> pods(KubernetesClient client) {
        return client.pods().inNamespace("default").list().getItems();
    }

    private static String template(String more) {
        return TEMPLATE.formatted(more);
    }

    @Test
    void aDeploymentGetsAReplicaSetAndThatPods() {
        withCluster(1, (cluster, client) -> {
            create(cluster, client, DEPLOYMENT.formatted(2, template("")));

            assertThat(requests)
                    .containsExactly(
                            "deployment-controller create replicasets 201",
                            "replicaset-controller create pods 201",
                            "replicaset-controller create pods 201");
            assertThat(pods(client)).hasSize(2).allSatisfy(pod -> {
                assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
                assertThat(pod.getMetadata().getName()).startsWith("web-");
                assertThat(pod.getMetadata().getLabels()).containsKeys("app", "pod-template-hash");
            });
            assertThat(cluster.idleObjects()).isEmpty();

            client.apps().deployments().inNamespace("default").withName("web").delete();
            cluster.awaitStarts();
            cluster.awaitStarts(); // the pods of a ReplicaSet that is gone
            assertThat(pods(client))
                    .allSatisfy(pod ->
                            assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull());
        });
    }

    @Test
    void oneThatIsThereBeforeTheStepsHasThePodsOfTheScenario() {
        withCluster(1, (cluster, client) -> {
            cluster.place(Serialization.unmarshal(DEPLOYMENT.formatted(2, template("")), Deployment.class));
            cluster.awaitStarts();

            assertThat(requests).isEmpty();
            assertThat(pods(client)).isEmpty();
            assertThat(cluster.idleObjects()).singleElement().asString().contains("it has no replica set");
        });
    }

    @Test
    void aCronJobGetsAJobAndThatAPod() {
        String cronJob = """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: clean}
                spec: {schedule: "* * * * *", suspend: %s, jobTemplate: {spec: {template: %s}}}
                """;
        withCluster(1, (cluster, client) -> {
            create(cluster, client, cronJob.formatted(true, template(", restartPolicy: Never")));
            assertThat(requests).as("a suspended one").isEmpty();

            create(
                    cluster,
                    client,
                    cronJob.formatted(false, template(", restartPolicy: Never")).replace("clean", "other"));
            assertThat(requests)
                    .containsExactly("cronjob-controller create jobs 201", "job-controller create pods 201");
            assertThat(cluster.idleObjects()).isEmpty();
        });
    }

    @Test
    void aDaemonSetGetsAPodOnEachNode() {
        withCluster(2, (cluster, client) -> {
            create(cluster, client, """
                    apiVersion: apps/v1
                    kind: DaemonSet
                    metadata: {name: agent}
                    spec: {selector: {matchLabels: {app: a}}, template: %s}
                    """.formatted(template("")));

            assertThat(pods(client))
                    .extracting(pod -> pod.getSpec().getNodeName())
                    .containsExactlyInAnyOrder("kguard-node", "kguard-node-2");
            assertThat(requests)
                    .containsOnly("daemon-set-controller create pods 201")
                    .hasSize(2);
        });
    }

    /** What the API server refuses to a controller, nobody gets an error about but the audit log. */
    @Test
    void aPodThatIsNotAdmittedIsInTheAuditLog() {
        withCluster(1, (cluster, client) -> {
            client.namespaces().withName("default").edit(namespace -> {
                namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "baseline");
                return namespace;
            });
            create(cluster, client, DEPLOYMENT.formatted(1, template(", hostPID: true")));

            assertThat(requests)
                    .containsExactly(
                            "deployment-controller create replicasets 201", "replicaset-controller create pods 403");
            assertThat(pods(client)).isEmpty();
        });
    }

    @Test
    void thereIsABoundOfPods() {
        withCluster(1, (cluster, client) -> {
            client.resource(DEPLOYMENT.formatted(51, template(", nodeName: nowhere")))
                    .create();

            assertThatThrownBy(cluster::awaitStarts)
                    .isInstanceOf(ClusterException.class)
                    .hasMessage("a controller failed: the workloads of one simulation have more than 50 pods");
        });
    }
}
