// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.requirement.RequiresRoot;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that wants more of the API server than one simulation may have. */
@Tag("trust")
class ClusterBoundsTest {
    private static final String LARGE = "x".repeat(2_500_000);

    @Test
    @RequiresRoot
    void tooManyBytesOfObjectsEndTheSimulationAndNoOther() {
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());
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
