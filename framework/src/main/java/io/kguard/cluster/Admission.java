package io.kguard.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server and its controllers do to objects on their way in and out: defaults, the service account's token
 * volume, binding to the node, namespaces with their default service account, orderly deletion.
 */
final class Admission {
    static final String NODE = "kguard-node";
    private static final String TOKEN_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final Set<String> ALWAYS_NAMESPACES = Set.of("default", "kube-system", "kube-public");

    private final ResourceStore store;
    private final String authorityPem;

    Admission(ResourceStore store, String authorityPem) {
        this.store = store;
        this.authorityPem = authorityPem;
    }

    /** Completes a new object, which changes, or refuses it. */
    void admit(ApiResource resource, String namespace, ObjectNode object) {
        if (resource.namespaced()) {
            String own = object.path("metadata").path("namespace").asString(namespace);
            if (!own.equals(namespace)) {
                throw ApiStatus.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the" + " request ("
                                + own + " and " + namespace + ")");
            }
            if (store.find(ApiResources.core("namespaces"), "", namespace) == null) {
                throw ApiStatus.notFound(ApiResources.core("namespaces"), namespace);
            }
        }
        switch (resource.plural()) {
            case "pods" -> admitPod(namespace, object);
            case "namespaces" -> {
                objectAt(object, "status").put("phase", "Active");
                objectAt(object, "spec").putArray("finalizers").add("kubernetes");
            }
            case "secrets" -> encodeStringData(object);
            default -> {}
        }
    }

    /** Adds a namespace's default service account and the CA's certificate. */
    void furnish(String namespace) {
        ApiResource accounts = ApiResources.core("serviceaccounts");
        if (store.find(accounts, namespace, "default") == null) {
            store.create(accounts, namespace, named(accounts, "default"));
            ObjectNode config = named(ApiResources.core("configmaps"), "kube-root-ca.crt");
            config.putObject("data").put("ca.crt", authorityPem);
            store.create(ApiResources.core("configmaps"), namespace, config);
        }
    }

    /**
     * Deletes an object as the API server does: a pod on a node is marked and goes once its containers have ended, a
     * namespace takes along what is in it.
     *
     * @return what the client is answered
     */
    ObjectNode delete(ApiResource resource, ObjectNode object) {
        String namespace = object.path("metadata").path("namespace").asString("");
        String name = object.path("metadata").path("name").asString("");
        if (resource.plural().equals("pods")) {
            ObjectNode marked = object.deepCopy();
            objectAt(marked, "metadata")
                    .put(
                            "deletionTimestamp",
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("deletionGracePeriodSeconds", 0);
            store.announceDeletion(resource, marked);
            return marked;
        }
        if (resource.plural().equals("namespaces")) {
            if (ALWAYS_NAMESPACES.contains(name)) {
                throw new ApiStatus(
                        403,
                        "Forbidden",
                        "namespaces \"" + name + "\" is forbidden: this namespace may not be deleted");
            }
            for (ApiResource contained : ApiResources.all()) {
                if (contained.namespaced() && contained.verbs().contains("delete")) {
                    store.list(contained, name).forEach(item -> delete(contained, item));
                }
            }
        }
        return store.delete(resource, namespace, name);
    }

    static ObjectNode named(ApiResource resource, String name) {
        ObjectNode object = ResourceStore.JSON.createObjectNode();
        object.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
        object.putObject("metadata").put("name", name);
        return object;
    }

    private void admitPod(String namespace, ObjectNode pod) {
        ObjectNode spec = objectAt(pod, "spec");
        if (spec.path("containers").isEmpty()) {
            throw new ApiStatus(
                    422,
                    "Invalid",
                    "Pod \"" + pod.path("metadata").path("name").asString("")
                            + "\" is invalid: spec.containers: Required value");
        }
        String account = spec.path("serviceAccountName").asString("default");
        if (store.find(ApiResources.core("serviceaccounts"), namespace, account) == null) {
            throw new ApiStatus(
                    403,
                    "Forbidden",
                    "pods \"" + pod.path("metadata").path("name").asString("")
                            + "\" is forbidden: error looking up service account " + namespace + "/" + account
                            + ": serviceaccount \"" + account + "\" not found");
        }
        spec.put("serviceAccountName", account).put("serviceAccount", account);
        setDefault(spec, "restartPolicy", "Always");
        setDefault(spec, "dnsPolicy", "ClusterFirst");
        setDefault(spec, "nodeName", NODE);
        if (spec.path("automountServiceAccountToken").asBoolean(true)) {
            mountToken(spec);
        }
        ObjectNode status = objectAt(pod, "status");
        status.put("phase", "Pending").put("qosClass", "BestEffort");
    }

    private static void mountToken(ObjectNode spec) {
        for (JsonNode container : spec.path("containers")) {
            if (container.path("volumeMounts").valueStream().anyMatch(mount -> isTokenMount(mount))) {
                return;
            }
        }
        String volumeName = "kube-api-access-" + Integer.toString((int) (Math.random() * 60466176), 36);
        ObjectNode volume = arrayAt(spec, "volumes").addObject().put("name", volumeName);
        ArrayNode sources =
                volume.putObject("projected").put("defaultMode", 420).putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", 3607)
                .put("path", "token");
        ObjectNode config = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        config.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode namespaceFile = sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace");
        namespaceFile.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                arrayAt((ObjectNode) container, "volumeMounts")
                        .addObject()
                        .put("name", volumeName)
                        .put("mountPath", TOKEN_MOUNT)
                        .put("readOnly", true);
            }
        }
    }

    private static boolean isTokenMount(JsonNode mount) {
        return mount.path("mountPath").asString("").equals(TOKEN_MOUNT);
    }

    private static void encodeStringData(ObjectNode secret) {
        if (secret.path("stringData") instanceof ObjectNode plain) {
            ObjectNode data = objectAt(secret, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            java.util.Base64.getEncoder()
                                    .encodeToString(entry.getValue()
                                            .asString("")
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            secret.remove("stringData");
        }
        setDefault(secret, "type", "Opaque");
    }

    private static void setDefault(ObjectNode object, String key, String value) {
        if (!object.has(key)) {
            object.put(key, value);
        }
    }

    private static ObjectNode objectAt(ObjectNode parent, String key) {
        return parent.path(key) instanceof ObjectNode object ? object : parent.putObject(key);
    }

    private static ArrayNode arrayAt(ObjectNode parent, String key) {
        return parent.path(key) instanceof ArrayNode array ? array : parent.putArray(key);
    }
}
