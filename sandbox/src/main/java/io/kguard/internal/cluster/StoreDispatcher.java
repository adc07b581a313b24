// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.kguard.workload.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's dispatcher, with uids that are unique on the machine. Its own uids count the objects of a JVM. Cgroups of
 * pods have their uid as name, so two JVMs killed each other's containers.
 */
final class StoreDispatcher extends KubernetesCrudDispatcher {
    @Override
    public void processEvent(
            String path,
            AttributeSet pathAttributes,
            @Nullable AttributeSet oldAttributes,
            @Nullable GenericKubernetesResource resource,
            @Nullable String newState) {
        if (oldAttributes != null || resource == null) {
            super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
            return;
        }
        resource.getMetadata().setUid(UUID.randomUUID().toString());
        super.processEvent(path, pathAttributes, null, resource, Json.KUBERNETES.asJson(resource));
    }
}
