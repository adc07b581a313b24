// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real TLS client in a container talks to the API server over the pod's network, with what the kubelet mounted. */
@RequiresRoot
class InsideTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: default}
            spec: {containers: [{name: web, image: base, command: [sleep, "600"]}]}
            """;
    private static final String LIST_SECRETS = """
            cd /var/run/secrets/kubernetes.io/serviceaccount
            printf 'GET /api/v1/namespaces/default/secrets HTTP/1.1\\r\\nHost: kubernetes\\r\\nConnection: close\\r\\n%s\\r\\n\\r\\n' \\
                "Authorization: Bearer $(cat token)" |
              openssl s_client -quiet -CAfile ca.crt -verify_return_error -verify_ip "$KUBERNETES_SERVICE_HOST" \\
                -connect "$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT"
            """;

    @Test
    void theApiServerKnowsTheServiceAccountAndTheAddressOfThePod() {
        List<String> audit = Collections.synchronizedList(new ArrayList<>());
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster cluster =
                        Cluster.start(sandbox, ClusterOptions.defaults().withAudit(audit::add));
                KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            client.resource(Serialization.unmarshal(POD, Pod.class)).create();
            PodSandbox pod = cluster.awaitRunning("default", "web-0");

            ExecResult result = pod.exec("", ExecSpec.of("bash", "-c", LIST_SECRETS));
            cluster.stopServing();

            assertThat(result.stdout()).startsWith("HTTP/1.1 403 Forbidden");
            List<JsonNode> events = audit.stream()
                    .map(ResourceStore.JSON::readTree)
                    .filter(event ->
                            event.at("/objectRef/resource").asString("").equals("secrets"))
                    .toList();
            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.at("/user/username").asString()).isEqualTo("system:serviceaccount:default:default");
                assertThat(event.at("/sourceIPs/0").asString()).isEqualTo(pod.ip());
                assertThat(event.at("/verb").asString()).isEqualTo("list");
                assertThat(event.at("/responseStatus/code").asInt()).isEqualTo(403);
            });
        }
    }
}
