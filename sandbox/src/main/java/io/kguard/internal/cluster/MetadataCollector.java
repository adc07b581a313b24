// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports the node's pods and the objects that they belong to, as the {@code k8s-metacollector} reports them to Falco's plugin
 * {@code k8smeta}. An object is told before the pods that belong to it, and only if it is news.
 *
 * <p>Unlike the collector it does not tell when a pod or a namespace is gone: what a pod's processes do at their end comes
 * out of the sensor later, and would sometimes find its pod and sometimes not. Unlike the collector it tells a pod's
 * address before the pod's first process runs.
 *
 * <p>It does not report replication controllers: the plugin asks for them by a wrong name and never gets one.
 */
final class MetadataCollector implements PodListener {
    private static final ApiResource PODS = ApiResources.core("pods");
    private static final ApiResource NAMESPACES = ApiResources.core("namespaces");
    private static final ApiResource SERVICES = ApiResources.core("services");
    private static final ApiResource DEPLOYMENTS = ApiResources.apps("deployments");
    private static final ApiResource REPLICA_SETS = ApiResources.apps("replicasets");

    private final ResourceStore store;
    private final Consumer<String> sink;
    /** The last event of each object, without its reason, by uid. */
    private final Map<String, ObjectNode> told = new HashMap<>();
    /** The addresses of pods whose status does not have them yet, by uid. */
    private final Map<String, String> addresses = new HashMap<>();

    private MetadataCollector(ResourceStore store, Consumer<String> sink) {
        this.store = store;
        this.sink = sink;
    }

    /** A collector of the changes from now on. */
    public static MetadataCollector watch(ResourceStore store, Consumer<String> sink) {
        MetadataCollector collector = new MetadataCollector(store, sink);
        store.watch(collector::observe);
        return collector;
    }

    /** Tells a pod's address, before the API server knows it. */
    @Override
    public void beforeStart(ContainerMetadata container, long shimPid) {
        String uid = container.podUid();
        synchronized (store) { // the watcher runs under this lock, too
            if (addresses.put(uid, container.ip()) == null) {
                ObjectNode object = store.find(PODS, container.podNamespace(), container.podName());
                if (object != null && ApiObject.uid(object).equals(uid)) {
                    pod(object);
                }
            }
        }
    }

    private void observe(Change change) {
        ApiResource resource = change.resource();
        boolean deleted = change.type() == Change.Type.DELETED;
        if (resource.equals(PODS) && !deleted) {
            pod(change.object());
        } else if (resource.equals(NAMESPACES) && !deleted) {
            podsOf(change.name());
        } else if (resource.equals(SERVICES) || resource.equals(DEPLOYMENTS) || resource.equals(REPLICA_SETS)) {
            if (deleted) {
                gone(resource, change.uid());
            }
            podsOf(change.namespace());
        }
    }

    private void podsOf(String namespace) {
        store.list(PODS, namespace).forEach(this::pod);
    }

    private void pod(ObjectNode pod) {
        if (pod.at("/spec/nodeName").asString("").isEmpty()) {
            return;
        }
        ObjectNode event = event("Pod", pod);
        event.put("status", status(pod).toString());
        ObjectNode references = event.putObject("refs").putObject("resources");
        String namespace = ApiObject.namespace(pod);
        refer(references, NAMESPACES, store.find(NAMESPACES, "", namespace));
        owners(references, namespace, pod);
        services(namespace, pod).forEach(service -> refer(references, SERVICES, service));
        tell(event);
    }

    private ObjectNode status(ObjectNode pod) {
        ObjectNode status = ResourceStore.JSON.createObjectNode();
        String known = pod.at("/status/podIP").asString("");
        String ip = known.isEmpty() ? addresses.getOrDefault(ApiObject.uid(pod), "") : known;
        ApiObject.putGiven(status, "podIP", ip);
        return status;
    }

    /** The pod's controller, and the deployment of its replica set. */
    private void owners(ObjectNode references, String namespace, ObjectNode pod) {
        JsonNode owner = ApiObject.controller(pod);
        if (owner.isMissingNode()) {
            return;
        }
        list(references, owner);
        ObjectNode set = owned(REPLICA_SETS, namespace, owner);
        if (set == null) {
            return;
        }
        tell(event(REPLICA_SETS.kind(), set));
        JsonNode next = ApiObject.controller(set);
        if (!next.isMissingNode()) {
            list(references, next);
            ObjectNode deployment = owned(DEPLOYMENTS, namespace, next);
            if (deployment != null) {
                tell(event(DEPLOYMENTS.kind(), deployment));
            }
        }
    }

    private static void list(ObjectNode references, JsonNode owner) {
        list(references, owner.path("kind").asString(""), owner.path("uid").asString(""));
    }

    /** The object that a reference is to, if it is of a resource's kind and exists. */
    private @Nullable ObjectNode owned(ApiResource resource, String namespace, JsonNode reference) {
        boolean ofKind = reference.path("kind").asString("").equals(resource.kind());
        return ofKind ? store.referred(reference, namespace) : null;
    }

    /** The services that select a pod, by uid. */
    private List<ObjectNode> services(String namespace, ObjectNode pod) {
        JsonNode labels = pod.at("/metadata/labels");
        return store.list(SERVICES, namespace).stream()
                .filter(service -> selects(service.at("/spec/selector"), labels))
                .sorted(Comparator.comparing(ApiObject::uid))
                .toList();
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return !selector.isEmpty() && LabelSelectors.hasAll(labels, selector);
    }

    private void refer(ObjectNode references, ApiResource resource, @Nullable ObjectNode object) {
        if (object != null) {
            list(references, resource.kind(), ApiObject.uid(object));
            tell(event(resource.kind(), object));
        }
    }

    private static void list(ObjectNode references, String kind, String uid) {
        ApiObject.list(ApiObject.part(references, kind), "list").add(uid);
    }

    /** An event without a reason. */
    private static ObjectNode event(String kind, ObjectNode object) {
        ObjectNode meta = ResourceStore.JSON.createObjectNode();
        ApiObject.copy(object.path("metadata"), meta, "generateName", "labels", "name", "namespace", "uid");
        return ResourceStore.JSON
                .createObjectNode()
                .put("reason", "")
                .put("uid", ApiObject.uid(object))
                .put("kind", kind)
                .put("meta", meta.toString());
    }

    private void tell(ObjectNode event) {
        ObjectNode before = told.put(event.path("uid").asString(""), event);
        if (!Objects.equals(before, event)) {
            sink.accept(event.deepCopy()
                    .put("reason", before == null ? "Create" : "Update")
                    .toString());
        }
    }

    private void gone(ApiResource resource, String uid) {
        if (told.remove(uid) != null) {
            sink.accept(ResourceStore.JSON
                    .createObjectNode()
                    .put("reason", "Delete")
                    .put("uid", uid)
                    .put("kind", resource.kind())
                    .toString());
        }
    }
}
