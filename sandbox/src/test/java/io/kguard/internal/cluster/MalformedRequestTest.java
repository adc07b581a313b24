// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that an API server refuses, sent by a client that checks nothing. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestTest {
    private static final String SOUND = """
            {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "%s"},
             "spec": {"containers": [{"name": "web", "image": "base", "command": ["sleep", "600"]}]}}
            """;

    private Sandbox sandbox;
    private Cluster cluster;
    private KubernetesClient client;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults());
        client = cluster.client(Actor.ADMINISTRATOR);
    }

    @AfterAll
    void stopCluster() {
        client.close();
        cluster.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"hostname": "a\\nunix /tmp/x 00"} | 422 | spec.hostname: Invalid value: it has control characters in it
            {"hostname": "a_b"} | 422 | spec.hostname: Invalid value: it can't be "a_b"
            {"containers": null} | 422 | spec.containers: Required value
            {"containers": [null]} | 400 | cannot be handled as a Pod: a list has null as a member
            {"containers": ["web"]} | 400 | cannot be handled as a Pod
            {"containers": {"name": "web"}} | 400 | cannot be handled as a Pod
            {"containers": [{"name": "web", "image": "base", "ports": [7]}]} | 400 | cannot be handled as a Pod
            {"containers": [{"name": "web", "image": "base", "env": [{"name": "A\\nB"}]}]} | 422 | spec.containers[0].env[0].name
            {"volumes": [{"name": "v", "hostPath": {"path": "/a\\tb"}}]} | 422 | spec.volumes[0].hostPath.path
            {"volumes": [{"name": "v", "hostPath": {"path": "/a/../.."}}]} | 422 | spec.volumes[0].hostPath.path
            {"hostAliases": [{"ip": "1.2.3.4", "hostnames": ["a b"]}]} | 422 | spec.hostAliases[0].hostnames[0]
            """)
    void aPodIsRefusedAsByAnApiServer(String change, int code, String message) {
        // the last member of an object counts
        String body = SOUND.formatted("web-0").stripTrailing();
        String pod = body.substring(0, body.length() - 2) + ", " + change.substring(1) + "}";
        KubernetesClientException e = refused("/api/v1/namespaces/default/pods", pod);
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(code);
        assertThat(e.getMessage()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            services | {"kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [null]}}
            services | {"kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": ["http"]}}
            services | {"kind": "Service", "metadata": {"name": "s"}, "spec": "none"}
            configmaps | {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": ["a"]}
            secrets | {"kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": {"b": "c"}}}
            serviceaccounts | {"kind": "ServiceAccount", "metadata": ["name"]}
            """)
    void anotherObjectIsRefusedAsByAnApiServer(String resource, String object) {
        KubernetesClientException e = refused("/api/v1/namespaces/default/" + resource, object);
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(400);
    }

    @Test
    void aPodThatRunsCanGetNoEphemeralContainerThatIsNone() {
        client.raw("/api/v1/namespaces/default/pods", "POST", SOUND.formatted("runs-0"));
        cluster.awaitRunning("default", "runs-0");
        String patched =
                SOUND.formatted("runs-0").replace("\"spec\": {", "\"spec\": {\"ephemeralContainers\": [null], ");
        KubernetesClientException e = catchThrowableOfType(
                KubernetesClientException.class,
                () -> client.raw("/api/v1/namespaces/default/pods/runs-0/ephemeralcontainers", "PUT", patched));
        assertThat(e).isNotNull();
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(400);
    }

    @Test
    void aLabelThatComesLaterIsHeldToTheRules() {
        client.raw("/api/v1/namespaces/default/pods", "POST", SOUND.formatted("labelled-0"));
        String changed = SOUND.formatted("labelled-0")
                .replace("\"metadata\": {", "\"metadata\": {\"labels\": {\"a\": \"b\\nc\"}, ");
        KubernetesClientException e = catchThrowableOfType(
                KubernetesClientException.class,
                () -> client.raw("/api/v1/namespaces/default/pods/labelled-0", "PUT", changed));
        assertThat(e).isNotNull();
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(422);
        assertThat(e.getMessage()).contains("metadata.labels.a: Invalid value");
    }

    private KubernetesClientException refused(String path, String body) {
        KubernetesClientException e =
                catchThrowableOfType(KubernetesClientException.class, () -> client.raw(path, "POST", body));
        assertThat(e).as(body).isNotNull();
        return e;
    }
}
