// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Completes a pod on its way into the store: defaults, the service account's token volume, the node. */
record PodAdmission(ResourceStore store) {
    private static final String TOKEN_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final ApiResource PODS = ApiResources.core("pods");
    private static final ApiResource ACCOUNTS = ApiResources.core("serviceaccounts");

    /** Completes a new pod in place, or refuses it. */
    void admit(String namespace, ObjectNode pod) {
        String name = ApiObject.name(pod);
        ObjectNode spec = ApiObject.part(pod, "spec");
        if (!spec.path("ephemeralContainers").isEmpty()) {
            throw ApiStatus.invalid(
                    PODS, name, "spec.ephemeralContainers: Forbidden: cannot be set on create; use kubectl debug");
        }
        String account = spec.path("serviceAccountName")
                .asString(spec.path("serviceAccount").asString("default"));
        ObjectNode holder = store.find(ACCOUNTS, namespace, account);
        if (holder == null) {
            throw new ApiStatus(
                    403,
                    "pods \"" + name + "\" is forbidden: error looking up service account " + namespace + "/" + account
                            + ": serviceaccount \"" + account + "\" not found");
        }
        spec.put("serviceAccountName", account).put("serviceAccount", account);
        complete(spec);
        boolean mounts = holder.path("automountServiceAccountToken").asBoolean(true);
        if (spec.path("automountServiceAccountToken").asBoolean(mounts)) {
            mountToken(spec);
        }
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Pending").put("qosClass", qualityOfService(spec));
        Scheduler.place(store, pod);
    }

    /** Sets the defaults of a pod's fields. */
    private static void complete(ObjectNode spec) {
        ApiObject.putDefault(spec, "restartPolicy", "Always");
        ApiObject.putDefault(spec, "dnsPolicy", "ClusterFirst");
        ApiObject.putDefault(spec, "schedulerName", "default-scheduler");
        if (!spec.has("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        ApiObject.part(spec, "securityContext");
        for (ObjectNode container : ApiObject.containers(spec)) {
            ApiObject.part(container, "resources");
            String image = container.path("image").asString("");
            boolean latest = image.endsWith(":latest")
                    || !image.substring(image.lastIndexOf('/') + 1).contains(":");
            ApiObject.putDefault(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
            container.path("ports").forEach(port -> ApiObject.putDefault((ObjectNode) port, "protocol", "TCP"));
        }
    }

    private static String qualityOfService(ObjectNode spec) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : spec.path("containers")) {
            for (String resource : new String[] {"cpu", "memory"}) {
                JsonNode limit = container.at("/resources/limits").path(resource);
                JsonNode request = container.at("/resources/requests").path(resource);
                any |= !limit.isMissingNode() || !request.isMissingNode();
                all &= !limit.isMissingNode() && (request.isMissingNode() || request.equals(limit));
            }
        }
        return all ? "Guaranteed" : any ? "Burstable" : "BestEffort";
    }

    /**
     * Refuses a change of a pod's fields that can't be changed while it runs.
     *
     * @throws ApiStatus 422 for such a change
     */
    static void checkChange(ApiResource resource, ObjectNode stored, ObjectNode changed) {
        String name = ApiObject.name(stored);
        ObjectNode before = comparable(stored);
        ObjectNode after = comparable(changed);
        if (!after.path("containers").equals(before.path("containers"))
                && withoutImages(after).equals(withoutImages(before))) {
            throw ApiStatus.invalid(
                    resource,
                    name,
                    "spec.containers[*].image: Forbidden: the simulated kubelet does not change the image of a container"
                            + " that runs; delete the pod and create it again");
        }
        if (!after.equals(before)) {
            throw ApiStatus.invalid(
                    resource,
                    name,
                    "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)");
        }
    }

    /**
     * A pod with the ephemeral containers of a changed version of it.
     *
     * @throws ApiStatus 422 if the changed version lacks one that the pod has
     */
    public static ObjectNode withEphemeral(ApiResource resource, ObjectNode stored, ObjectNode changed) {
        JsonNode before = stored.at("/spec/ephemeralContainers");
        JsonNode after = changed.at("/spec/ephemeralContainers");
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.path(i))) {
                throw ApiStatus.invalid(
                        resource,
                        ApiObject.name(stored),
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers may not be changed or removed");
            }
        }
        ObjectNode grown = stored.deepCopy();
        if (!after.isMissingNode()) {
            ((ObjectNode) grown.path("spec")).set("ephemeralContainers", after);
            ObjectCheck.check(resource, grown);
        }
        return grown;
    }

    private static ObjectNode comparable(ObjectNode pod) {
        ObjectNode spec =
                pod.path("spec") instanceof ObjectNode given ? given.deepCopy() : ResourceStore.JSON.createObjectNode();
        complete(spec);
        return spec.without(java.util.List.of("activeDeadlineSeconds", "tolerations"));
    }

    private static ObjectNode withoutImages(ObjectNode spec) {
        ObjectNode copy = spec.deepCopy();
        for (JsonNode container : copy.path("containers")) {
            ((ObjectNode) container).without(java.util.List.of("image", "imagePullPolicy"));
        }
        return copy;
    }

    private static void mountToken(ObjectNode spec) {
        for (JsonNode container : spec.path("containers")) {
            if (container.path("volumeMounts").valueStream().anyMatch(mount -> isTokenMount(mount))) {
                return;
            }
        }
        String volumeName = "kube-api-access-"
                + Integer.toString(ThreadLocalRandom.current().nextInt(60466176), 36);
        ApiObject.list(spec, "volumes").add(ResourceStore.JSON.readTree("""
                {"name": "%s", "projected": {"defaultMode": 420, "sources": [
                    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                    {"downwardAPI": {"items": [{"path": "namespace",
                        "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}]}}
                """.formatted(volumeName)));
        for (ObjectNode container : ApiObject.containers(spec)) {
            ApiObject.list(container, "volumeMounts")
                    .addObject()
                    .put("name", volumeName)
                    .put("mountPath", TOKEN_MOUNT)
                    .put("readOnly", true);
        }
    }

    private static boolean isTokenMount(JsonNode mount) {
        return mount.path("mountPath").asString("").equals(TOKEN_MOUNT);
    }
}
