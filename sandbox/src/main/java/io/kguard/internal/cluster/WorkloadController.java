// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces the pods of ReplicaSets and StatefulSets that are deleted, if these have a template, and deletes the pods of a
 * node that is removed. {@link WorkloadMaker} makes the pods of a new workload.
 */
final class WorkloadController {
    /** An alert on the start of a pod could have it deleted and replaced for ever. */
    private static final int MAX_REPLACEMENTS = 50;

    private static final ApiResource PODS = ApiResources.core("pods");
    private static final ApiResource NODES = ApiResources.core("nodes");
    private static final ApiResource REPLICA_SETS = ApiResources.apps("replicasets");
    private static final ApiResource STATEFUL_SETS = ApiResources.apps("statefulsets");

    private final ResourceStore store;
    private final Admission admission;
    private final LeavingPods leaving;
    private final ControllerTasks tasks;
    /** The pods that it made, by uid, with the uid of their owner. */
    private final Map<String, String> made = new ConcurrentHashMap<>();

    public WorkloadController(ResourceStore store, Admission admission, LeavingPods leaving, ControllerTasks tasks) {
        this.store = store;
        this.admission = admission;
        this.leaving = leaving;
        this.tasks = tasks;
        store.watch(this::observe);
    }

    private void observe(Change change) {
        if (change.resource().equals(PODS)) {
            JsonNode owner = ApiObject.controller(change.object());
            String kind = owner.path("kind").asString("");
            if (kind.equals("ReplicaSet")) {
                tasks.later(() -> reconcile(change, owner));
            } else if (kind.equals("StatefulSet") && change.type() == Change.Type.DELETED) {
                tasks.later(() -> replace(STATEFUL_SETS, change, owner));
            }
        } else if (change.resource().equals(NODES) && change.type() == Change.Type.DELETED) {
            tasks.later(() -> removePodsOf(change.name()));
        }
    }

    /** Whether it made a pod. */
    public boolean hasMade(String uid) {
        return made.containsKey(uid);
    }

    private void reconcile(Change change, JsonNode owner) {
        synchronized (store) {
            boolean ends = change.type() == Change.Type.DELETED || ApiObject.isDeleted(change.object());
            ObjectNode set = ends ? replace(REPLICA_SETS, change, owner) : owner(change, owner);
            if (set != null) {
                writeStatus(set);
            }
        }
    }

    /** The owner, if it exists and has a template. */
    private @Nullable ObjectNode owner(Change change, JsonNode reference) {
        ObjectNode set = store.referred(reference, change.namespace());
        return set != null && set.at("/spec/template").has("spec") ? set : null;
    }

    /** Makes as many pods as its owner lacks, and returns the owner. */
    private @Nullable ObjectNode replace(ApiResource resource, Change change, JsonNode reference) {
        synchronized (store) {
            ObjectNode set = owner(change, reference);
            if (set == null) {
                return null;
            }
            int missing = set.at("/spec/replicas").asInt(1) - pods(set).size();
            for (int i = 0; i < missing; i++) {
                if (made.size() == MAX_REPLACEMENTS) {
                    throw ApiStatus.badRequest("a ReplicaSet made " + MAX_REPLACEMENTS
                            + " pods already. Does a reaction delete each of them, because its start triggers a rule?");
                }
                ObjectNode pod = Dependent.pod(set);
                if (resource.equals(STATEFUL_SETS)) {
                    pod.withObject("metadata").put("name", change.name());
                } else {
                    pod.withObject("metadata").put("generateName", ApiObject.name(set) + "-");
                }
                admission.admit(PODS, change.namespace(), pod, Remarks.NONE);
                made.put(ApiObject.uid(store.create(PODS, change.namespace(), pod)), ApiObject.uid(set));
            }
            return set;
        }
    }

    /** The pods of a set that stay. */
    private List<ObjectNode> pods(ObjectNode set) {
        return store.controlled(PODS, set).stream()
                .filter(pod -> !leaving.contains(pod))
                .toList();
    }

    private void writeStatus(ObjectNode set) {
        List<ObjectNode> pods = pods(set);
        long replicas = pods.size();
        long ready = pods.stream().filter(LeavingPods::isReady).count();
        ObjectNode status = ResourceStore.JSON.createObjectNode();
        status.put("replicas", replicas).put("readyReplicas", ready).put("availableReplicas", ready);
        JsonNode known = set.path("status");
        if (known.path("replicas").asLong(-1) != replicas
                || known.path("readyReplicas").asLong(-1) != ready) {
            store.updateStatus(REPLICA_SETS, ApiObject.namespace(set), ApiObject.name(set), status);
        }
    }

    /** The machine is gone, and what ran on it. */
    private void removePodsOf(String node) {
        synchronized (store) {
            for (ObjectNode pod : store.list(PODS, "")) {
                if (pod.at("/spec/nodeName").asString("").equals(node) && !leaving.contains(pod)) {
                    admission.delete(PODS, pod);
                }
            }
        }
    }

    /**
     * The pod that replaces another one: a running one that was made for the owner of the other, which is gone.
     *
     * @param pod the pod that is gone, as it was
     * @return null if there is none yet
     */
    @Nullable
    public ObjectNode replacement(ObjectNode pod) {
        synchronized (store) {
            String owner = ApiObject.controller(pod).path("uid").asString("");
            String namespace = ApiObject.namespace(pod);
            boolean gone = true;
            ObjectNode found = null;
            for (ObjectNode other : store.list(PODS, namespace)) {
                String uid = ApiObject.uid(other);
                gone &= !uid.equals(ApiObject.uid(pod));
                if (owner.equals(made.get(uid)) && LeavingPods.isReady(other) && !leaving.contains(other)) {
                    found = other;
                }
            }
            return gone && !owner.isEmpty() ? found : null;
        }
    }
}
