// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A client that wants more of the API server than one simulation may have. */
@Tag("trust")
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class ClusterBoundsTest {
    private static final String LARGE = "x".repeat(2_500_000);
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: default}
            spec: {containers: [{name: web, image: base, command: [sh, -c, "echo ready; sleep 600"]}]}
            """;

    @Test
    @RequiresRoot
    void tooManyBytesOfObjectsEndTheSimulationAndNoOther() {
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster hostile = Cluster.start(sandbox, ClusterOptions.defaults());
                Cluster other = Cluster.start(sandbox, ClusterOptions.defaults());
                KubernetesClient client = hostile.client(Actor.ADMINISTRATOR);
                KubernetesClient neighbour = other.client(Actor.ADMINISTRATOR)) {
            long fitting = ClusterBounds.MAX_OBJECT_BYTES / LARGE.length();
            for (int i = 0; i < fitting - 1; i++) {
                client.resource(large("m" + i)).create();
            }
            // what is deleted makes room
            client.configMaps().withName("m0").delete();
            client.resource(large("again")).create();
            KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, () -> {
                for (int i = 0; i < 3; i++) {
                    client.resource(large("more" + i)).create();
                }
            });
            assertThat(refused).isNotNull();
            assertThat(refused.getMessage()).contains("refuses more than 32 MiB of objects");
            assertThatThrownBy(hostile::stopServing)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("its API server was asked for more than 32 MiB of objects");

            neighbour.resource(large("fine")).create();
            other.stopServing();
        }
    }

    private static ConfigMap large(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("a", LARGE)
                .build();
    }

    @Test
    @RequiresRoot
    void aClientThatDoesNotReadItsWatchLosesIt() throws Exception {
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster cluster = Cluster.start(sandbox, ClusterOptions.defaults());
                KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            try (Socket watch = watch(client)) {
                for (int i = 0; i < 30; i++) {
                    client.resource(large("m" + i)).create();
                    client.configMaps().withName("m" + i).delete();
                }

                assertThat(received(watch)).isLessThan(30L * LARGE.length());
            }
            cluster.stopServing();
        }
    }

    /** A watch over a WebSocket, of whose messages nobody reads one. */
    private static Socket watch(KubernetesClient client) throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, SSLUtils.trustManagers(client.getConfiguration()), null);
        URI server = URI.create(client.getMasterUrl().toString());
        Socket socket = trusting.getSocketFactory().createSocket(server.getHost(), server.getPort());
        socket.getOutputStream()
                .write(("GET /api/v1/configmaps?watch=true HTTP/1.1\r\nHost: kubernetes\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                                + client.getConfiguration().getOauthToken() + "\r\n\r\n")
                        .getBytes(US_ASCII));
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
        assertThat(status).asString().isEqualTo("HTTP/1.1 101");
        return socket;
    }

    /** How many bytes come before the connection ends. */
    private static long received(Socket socket) {
        long count = 0;
        byte[] chunk = new byte[1 << 16];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                count += n;
            }
        } catch (IOException e) {
            // it ended without a farewell
        }
        return count;
    }

    @Test
    @RequiresRoot
    void logsThatAreFollowedAreFew() throws Exception {
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster cluster = Cluster.start(sandbox, ClusterOptions.defaults());
                KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            client.resource(Serialization.unmarshal(POD, Pod.class)).create();
            cluster.awaitRunning("default", "web-0");
            PodResource pod = client.pods().inNamespace("default").withName("web-0");
            List<LogWatch> followed = new ArrayList<>();
            for (int i = 0; i < ClusterBounds.MAX_WATCHES; i++) {
                LogWatch log = pod.watchLog();
                followed.add(log);
                assertThat(log.getOutput().read()).isEqualTo('r');
            }
            try (LogWatch refused = pod.watchLog()) {
                assertThat(refused.getOutput().read()).isNotEqualTo('r');
            }
            followed.forEach(LogWatch::close);

            assertThatThrownBy(cluster::stopServing).hasMessageContaining("more than 100 watches, followed logs");
        }
    }

    @Test
    void eachBoundHoldsAndIsRemembered() {
        ClusterBounds bounds = new ClusterBounds();
        bounds.objects(ClusterBounds.MAX_OBJECTS, ClusterBounds.MAX_OBJECT_BYTES);
        for (int i = 0; i < ClusterBounds.MAX_WATCHES; i++) {
            bounds.watched();
        }
        bounds.unwatched();
        bounds.watched();
        assertThat(bounds.takes(ClusterBounds.MAX_TRANSIT_BYTES)).isTrue();
        bounds.gives(1);
        assertThat(bounds.takes(1)).isTrue();
        bounds.check();

        assertThatThrownBy(bounds::watched).isInstanceOf(ApiStatus.class).hasMessageContaining("more than 100 watches");
        assertThat(bounds.takes(1)).isFalse();
        assertThatThrownBy(bounds::check).hasMessageContaining("more than 100 watches");
    }

    @Test
    void requestsConnectionsAndAuditEventsAreCounted() {
        ClusterBounds requests = new ClusterBounds();
        for (long i = 0; i < ClusterBounds.MAX_REQUESTS; i++) {
            requests.request();
        }
        assertThatThrownBy(requests::request).hasMessageContaining("more than 50000 requests");
        assertThatThrownBy(requests::check).isInstanceOf(ClusterException.class);

        ClusterBounds connections = new ClusterBounds();
        for (long i = 0; i < ClusterBounds.MAX_CONNECTIONS; i++) {
            assertThat(connections.connected()).isTrue();
        }
        assertThat(connections.connected()).isFalse();

        ClusterBounds audit = new ClusterBounds();
        assertThat(audit.audited(ClusterBounds.MAX_AUDIT_BYTES)).isTrue();
        assertThat(audit.audited(1)).isFalse();
        assertThatThrownBy(audit::check).hasMessageContaining("256 MiB of audit events");
    }
}
