// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The kubelet's API, reached through the API server. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeProxyTest {
    private static final String PROXY = "/api/v1/nodes/kguard-node/proxy/";
    private static final String RUN = PROXY + "run/default/web-0/web";

    private final List<String> audit = new CopyOnWriteArrayList<>();
    private Sandbox sandbox;
    private Cluster cluster;
    private KubernetesClient client;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults().withAudit(audit::add));
        client = cluster.client(Actor.ADMINISTRATOR);
        client.raw("/api/v1/namespaces/default/pods", "POST", """
            {"kind": "Pod", "metadata": {"name": "web-0"}, "spec": {"containers": [{"name": "web", "image": "base",
             "command": ["bash", "-c", "echo started; sleep 600"]}]}}
            """);
        cluster.awaitRunning("default", "web-0");
    }

    @AfterAll
    void stopCluster() {
        client.close();
        cluster.close();
        sandbox.close();
    }

    @Test
    void tellsOfTheNodesPods() {
        assertThat(client.raw(PROXY + "healthz")).isEqualTo("ok");
        assertThat(client.raw(PROXY + "pods")).contains("\"kind\":\"PodList\"", "\"name\":\"web-0\"");
        assertThat(client.raw(PROXY + "runningpods/")).contains("\"name\":\"web-0\"");
    }

    @Test
    void runsACommandOfWhichNoAuditEventOfThePodTells() {
        assertThat(client.raw(RUN + "?cmd=cat+/etc/hostname", "POST", "")).isEqualTo("web-0\n");

        assertThat(audit)
                .anyMatch(event -> event.contains("\"resource\":\"nodes\"")
                        && event.contains("\"subresource\":\"proxy\"")
                        && event.contains("/run/default/web-0/web?cmd=cat"))
                .noneMatch(event -> event.contains("\"subresource\":\"exec\""));
    }

    @Test
    void aCommandThatFailsTellsItsExitStatus() {
        assertThatThrownBy(() -> client.raw(RUN + "?cmd=false", "POST", ""))
                .hasMessageContaining("command terminated with exit code 1");
        assertThatThrownBy(() -> client.raw(RUN, "POST", "")).hasMessageContaining("you must specify a command");
    }

    @Test
    void servesNothingElse() {
        assertThatThrownBy(() -> client.raw(PROXY + "configz", "POST", "")).hasMessageContaining("404");
        assertThatThrownBy(() -> client.raw("/api/v1/nodes/other/proxy/pods", "POST", ""))
                .hasMessageContaining("nodes \"other\" not found");
        assertThatThrownBy(() -> client.raw("/api/v1/namespaces/default/services/kubernetes/proxy/x", "POST", ""))
                .hasMessageContaining("does not serve services/proxy");
    }

    @Test
    void needsARoleThatNamesIt() {
        try (KubernetesClient eve = cluster.client(new Actor.User("eve", List.of()))) {
            assertThatThrownBy(() -> eve.raw(RUN + "?cmd=id", "POST", ""))
                    .hasMessageContaining("cannot create resource \"nodes/proxy\"");
        }
    }
}
