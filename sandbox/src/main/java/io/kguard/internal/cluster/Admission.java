// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Processes objects on their way in and out, as the API server and its controllers do: sets defaults, gives namespaces
 * their default service account, deletes in order.
 */
final class Admission {
    /** The first node. */
    static final String NODE = "kguard-node";

    private static final Pattern NODES = Pattern.compile(NODE + "(-[2-9])?");
    private static final Set<String> ALWAYS_NAMESPACES = Set.of("default", "kube-system", "kube-public");

    private final ResourceStore store;
    private final String authorityPem;
    private final PodAdmission pods;
    private final ServiceAdmission services = new ServiceAdmission();
    private final TokenSecrets tokenSecrets;
    private final PodSecurityAdmission podSecurity;
    private final PriorityAdmission priorities;
    private final LimitRanges limits;
    private final ResourceQuotas quotas;

    public Admission(ResourceStore store, Tokens tokens, String authorityPem) {
        this.store = store;
        this.authorityPem = authorityPem;
        this.pods = new PodAdmission(store);
        this.tokenSecrets = new TokenSecrets(store, tokens, authorityPem);
        this.podSecurity = new PodSecurityAdmission(store);
        this.priorities = new PriorityAdmission(store);
        this.limits = new LimitRanges(store);
        this.quotas = new ResourceQuotas(store);
    }

    /** The name of a node, from 1. */
    public static String nodeName(int number) {
        return number == 1 ? NODE : NODE + "-" + number;
    }

    /** Whether a node is one on which pods run. Others are only objects. */
    public static boolean isSimulated(String node) {
        return NODES.matcher(node).matches();
    }

    /** Completes a new object from a client in place, or refuses it, as {@link #admit} does. */
    public void admitRequested(ApiResource resource, String namespace, ObjectNode object, Remarks remarks) {
        check(resource, namespace, object);
        RequiredFields.check(resource, null, object);
        judge(resource, namespace, object, remarks);
    }

    /**
     * Completes a new object in place, or refuses it. The caller creates it before it lets go of the store's lock: two
     * objects must not both take the last of a quota.
     */
    public void admit(ApiResource resource, String namespace, ObjectNode object, Remarks remarks) {
        check(resource, namespace, object);
        judge(resource, namespace, object, remarks);
    }

    private void check(ApiResource resource, String namespace, ObjectNode object) {
        if (resource.effect() == ApiResource.Effect.REFUSED) {
            throw ApiStatus.notSimulated(resource.qualifiedName() + ": " + resource.gap());
        }
        if (resource.namespaced()) {
            String own = object.at("/metadata/namespace").asString(namespace);
            if (!own.equals(namespace)) {
                throw ApiStatus.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request (" + own
                                + " and " + namespace + ")");
            }
            if (store.find(ApiResources.core("namespaces"), "", namespace) == null) {
                throw ApiStatus.notFound(ApiResources.core("namespaces"), namespace);
            }
        }
        ObjectCheck.check(resource, object);
        Finalizers.check(resource, null, object);
        ResourceStore.generateName(object);
    }

    private void judge(ApiResource resource, String namespace, ObjectNode object, Remarks remarks) {
        complete(resource, namespace, object);
        podSecurity.check(resource, namespace, null, object, remarks);
        limits.check(resource, namespace, object);
        quotas.check(resource, namespace, null, object);
    }

    private void complete(ApiResource resource, String namespace, ObjectNode object) {
        switch (resource.plural()) {
            case "pods" -> {
                priorities.admit(object);
                limits.fill(namespace, object);
                pods.admit(namespace, object);
            }
            case "limitranges" -> LimitRanges.complete(object);
            case "resourcequotas" -> ResourceQuotas.checkQuota(object);
            case "services" -> services.admit(object);
            case "namespaces" -> {
                ApiObject.part(object, "status").put("phase", "Active");
                ApiObject.part(object, "spec").putArray("finalizers").add("kubernetes");
            }
            case "secrets" -> encodeStringData(object);
            case "networkpolicies" -> NetworkPolicies.check(object);
            default -> {}
        }
    }

    /** Does what a controller does at once when an object has been created. */
    public void created(ApiResource resource, ObjectNode object) {
        tokenSecrets.fill(resource, object);
    }

    /**
     * Completes a changed object in place, or refuses the change. The status is not part of it.
     *
     * @throws ApiStatus 422 if the object can't be changed in this way
     */
    public void admitChange(ApiResource resource, ObjectNode stored, ObjectNode object, Remarks remarks) {
        ObjectCheck.check(resource, object);
        RequiredFields.check(resource, stored, object);
        Finalizers.check(resource, stored, object);
        if (stored.has("status")) {
            object.set("status", stored.get("status"));
        }
        switch (resource.plural()) {
            case "pods" -> PodAdmission.checkChange(resource, stored, object);
            case "networkpolicies" -> NetworkPolicies.check(object);
            case "secrets" -> encodeStringData(object);
            case "limitranges" -> LimitRanges.complete(object);
            case "resourcequotas" -> ResourceQuotas.checkQuota(object);
            default -> {}
        }
        FixedFields.check(resource, stored, object);
        String namespace = ApiObject.namespace(stored);
        podSecurity.check(resource, namespace, stored, object, remarks);
        quotas.check(resource, namespace, stored, object);
    }

    /**
     * A pod with the ephemeral containers of a changed version of it.
     *
     * @throws ApiStatus 403 if its namespace does not allow them, 422 if it can't have them
     */
    public ObjectNode admitEphemeral(ApiResource resource, ObjectNode stored, ObjectNode object, Remarks remarks) {
        ObjectNode grown = PodAdmission.withEphemeral(resource, stored, object);
        String namespace = ApiObject.namespace(stored);
        podSecurity.check(resource, namespace, stored, grown, remarks);
        return grown;
    }

    /** Adds a namespace's default service account and the CA's certificate. */
    public void furnish(String namespace) {
        ApiResource accounts = ApiResources.core("serviceaccounts");
        if (store.find(accounts, namespace, "default") == null) {
            store.create(accounts, namespace, named(accounts, "default"));
            ObjectNode config = named(ApiResources.core("configmaps"), "kube-root-ca.crt");
            config.putObject("data").put("ca.crt", authorityPem);
            store.create(ApiResources.core("configmaps"), namespace, config);
        }
    }

    /**
     * Deletes an object as the API server does. A pod on a node is marked, and is removed once its containers have
     * ended. A namespace is deleted with everything in it. An object with finalizers is marked, and stays.
     *
     * @return the response to the client
     */
    public ObjectNode delete(ApiResource resource, ObjectNode object) {
        String namespace = ApiObject.namespace(object);
        String name = ApiObject.name(object);
        if (resource.plural().equals("pods")) {
            ObjectNode marked = marked(object);
            store.announceDeletion(resource, marked);
            return marked;
        }
        if (!Finalizers.of(object).isEmpty()) {
            return ApiObject.isDeleted(object) ? object : store.mark(resource, namespace, name, marked(object));
        }
        if (resource.plural().equals("namespaces")) {
            if (ALWAYS_NAMESPACES.contains(name)) {
                throw new ApiStatus(403, "namespaces \"" + name + "\" is forbidden: this namespace may not be deleted");
            }
            deleteContent(name);
        }
        return store.delete(resource, namespace, name);
    }

    private void deleteContent(String namespace) {
        List<Map.Entry<ApiResource, ObjectNode>> content = new ArrayList<>();
        for (ApiResource contained : ApiResources.all()) {
            if (contained.namespaced() && contained.verbs().contains("delete")) {
                store.list(contained, namespace).forEach(item -> content.add(Map.entry(contained, item)));
            }
        }
        if (content.stream().anyMatch(item -> !Finalizers.of(item.getValue()).isEmpty())) {
            throw ApiStatus.notSimulated("the deletion of the namespace " + namespace
                    + ", which has objects with finalizers: it would wait for them");
        }
        content.forEach(item -> delete(item.getKey(), item.getValue()));
    }

    private static ObjectNode marked(ObjectNode object) {
        ObjectNode marked = object.deepCopy();
        ApiObject.part(marked, "metadata")
                .put("deletionTimestamp", ApiObject.time(Instant.now()))
                .put("deletionGracePeriodSeconds", 0);
        return marked;
    }

    /**
     * Stores an object in place of another version of it. If that was deleted, and the new version has no finalizer any
     * more, it is gone.
     */
    public ObjectNode change(ApiResource resource, ObjectNode stored, ObjectNode object) {
        String namespace = ApiObject.namespace(stored);
        String name = ApiObject.name(stored);
        return ApiObject.isDeleted(stored) && Finalizers.of(object).isEmpty()
                ? store.release(resource, namespace, name, object)
                : store.update(resource, namespace, name, object);
    }

    public static ObjectNode named(ApiResource resource, String name) {
        ObjectNode object = ResourceStore.JSON.createObjectNode();
        object.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static void encodeStringData(ObjectNode secret) {
        if (secret.path("stringData") instanceof ObjectNode plain) {
            ObjectNode data = ApiObject.part(secret, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(), TokenSecrets.base64(entry.getValue().asString(""))));
            secret.remove("stringData");
        }
        ApiObject.putDefault(secret, "type", "Opaque");
    }
}
