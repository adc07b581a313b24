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
                if (resource.verbs().contains("delete") && (resource.namespaced() || namespace.isEmpty())) {
                    for (ObjectNode object : store.list(resource, namespace)) {
                        if (isOwnedBy(object, owner) && isAlone(object)) {
                            admission.delete(resource, object);
                        }
                    }
                }
            }
        }
    }

    private static boolean isOwnedBy(JsonNode object, String uid) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .anyMatch(owner -> owner.path("uid").asString("").equals(uid));
    }

    /** Whether none of an object's owners is left. */
    private boolean isAlone(ObjectNode object) {
        return object.at("/metadata/ownerReferences").valueStream().noneMatch(owner -> {
            ApiResource resource = ApiResources.ofKind(
                    owner.path("apiVersion").asString(""), owner.path("kind").asString(""));
            String namespace = ApiObject.namespace(object);
            ObjectNode found = resource == null
                    ? null
                    : store.find(
                            resource,
                            resource.namespaced() ? namespace : "",
                            owner.path("name").asString(""));
            return found != null
                    && ApiObject.uid(found).equals(owner.path("uid").asString(""));
        });
    }

    /** Lets the dependents of an object go before it is deleted, so that they stay. */
    public static void orphan(ResourceStore store, ObjectNode owner) {
        String uid = ApiObject.uid(owner);
        String namespace = ApiObject.namespace(owner);
        synchronized (store) {
            for (ApiResource resource : ApiResources.all()) {
                List<ObjectNode> objects =
                        resource.verbs().contains("update") ? store.list(resource, namespace) : List.of();
                for (ObjectNode object : objects) {
                    if (isOwnedBy(object, uid)) {
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
}
