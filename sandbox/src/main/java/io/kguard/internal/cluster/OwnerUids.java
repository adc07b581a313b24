// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes the owner references of a scenario's manifests. Whoever writes one can't know the uid that the owner gets, so
 * kguard looks the owner up by its name.
 */
record OwnerUids(ResourceStore store) {
    /**
     * A manifest with the uids of its owners.
     *
     * @param namespace the namespace of the object and of its owners
     * @throws ClusterException if there is no such owner
     */
    public <T extends HasMetadata> T complete(T manifest, String namespace) {
        List<OwnerReference> owners = manifest.getMetadata().getOwnerReferences();
        if (owners == null || owners.isEmpty()) {
            return manifest;
        }
        T copy = Json.KUBERNETES.clone(manifest);
        copy.getMetadata().getOwnerReferences().forEach(owner -> owner.setUid(uid(copy, namespace, owner)));
        return copy;
    }

    private String uid(HasMetadata owned, String namespace, OwnerReference owner) {
        ApiResource resource = ApiResources.ofKind(owner.getApiVersion(), owner.getKind());
        ObjectNode object = resource == null
                ? null
                : store.find(resource, resource.namespaced() ? namespace : "", String.valueOf(owner.getName()));
        if (object == null) {
            throw new ClusterException(owned.getKind() + " "
                    + owned.getMetadata().getName() + ": its owner, the " + owner.getApiVersion() + " "
                    + owner.getKind()
                    + " " + owner.getName() + ", is not in the namespace " + namespace
                    + ". Add it to the objects of the cluster, before what it owns.");
        }
        return ApiObject.uid(object);
    }
}
