// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes what belongs to objects that are gone.
 *
 * <p>Source: Kubernetes, "Garbage Collection", owners and dependents.
 */
final class GarbageCollector {
    private final ResourceStore store;
    private final Admission admission;
    /** The uids that objects named as their owner. Most objects own nothing, and need no search. */
    private final Set<String> owners = ConcurrentHashMap.newKeySet();

    GarbageCollector(ResourceStore store, Admission admission) {
        this.store = store;
        this.admission = admission;
    }

    /** Collects from now on. */
    public static void watch(ResourceStore store, Admission admission, ControllerTasks tasks) {
        GarbageCollector collector = new GarbageCollector(store, admission);
        store.watch(change -> {
            change.object()
                    .at("/metadata/ownerReferences")
                    .forEach(owner -> collector.owners.add(owner.path("uid").asString("")));
            if (change.type() == Change.Type.DELETED && collector.owners.remove(change.uid())) {
                tasks.later(() -> collector.collect(change.uid(), change.namespace()));
            }
        });
    }

    private void collect(String owner, String namespace) {
        synchronized (store) {
            for (ApiResource resource : ApiResources.all()) {
                if (resource.namespaced() || namespace.isEmpty()) {
                    owned(store, resource, "delete", namespace, owner).stream()
                            .filter(this::isAlone)
                            .forEach(object -> admission.delete(resource, object));
                }
            }
        }
    }

    private static List<ObjectNode> owned(
            ResourceStore store, ApiResource resource, String verb, String namespace, String uid) {
        return resource.verbs().contains(verb)
                ? store.list(resource, namespace).stream()
                        .filter(object -> isOwnedBy(object, uid))
                        .toList()
                : List.of();
    }

    private static boolean isOwnedBy(JsonNode object, String uid) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .anyMatch(owner -> owner.path("uid").asString("").equals(uid));
    }

    /** Whether none of an object's owners is left. */
    private boolean isAlone(ObjectNode object) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .allMatch(owner -> store.referred(owner, ApiObject.namespace(object)) == null);
    }

    /** Lets the dependents of an object go before it is deleted, so that they stay. */
    public static void orphan(ResourceStore store, ObjectNode owner) {
        String uid = ApiObject.uid(owner);
        String namespace = ApiObject.namespace(owner);
        synchronized (store) {
            for (ApiResource resource : ApiResources.all()) {
                for (ObjectNode object : owned(store, resource, "update", namespace, uid)) {
                    ObjectNode free = object.deepCopy();
                    ArrayNode owners = ((ObjectNode) free.path("metadata")).putArray("ownerReferences");
                    object.at("/metadata/ownerReferences")
                            .valueStream()
                            .filter(reference ->
                                    !reference.path("uid").asString("").equals(uid))
                            .forEach(owners::add);
                    store.update(resource, ApiObject.namespace(object), ApiObject.name(object), free);
                }
            }
        }
    }
}
