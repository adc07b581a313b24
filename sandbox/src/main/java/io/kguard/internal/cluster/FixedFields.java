// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields that can't be changed once an object is there. Those of pods are in {@link PodAdmission}.
 *
 * <p>Source: Kubernetes API, the fields that are immutable; the messages are those of the API server.
 */
final class FixedFields {
    private static final List<String> OF_STATEFUL_SETS =
            List.of(("replicas ordinals template updateStrategy revisionHistoryLimit "
                            + "persistentVolumeClaimRetentionPolicy minReadySeconds")
                    .split(" "));
    private static final String SEALED = ": Forbidden: field is immutable when `immutable` is set";
    private static final String FIXED = ": field is immutable";

    private FixedFields() {}

    /**
     * Refuses a change of what can't be changed.
     *
     * @throws ApiStatus 422 with all such changes
     */
    static void check(ApiResource resource, ObjectNode before, ObjectNode after) {
        List<String> problems = switch (resource.plural()) {
            case "secrets", "configmaps" -> sealed(before, after);
            case "roles", "clusterroles" -> List.of();
            case "rolebindings", "clusterrolebindings" -> roleRef(before, after);
            case "deployments", "replicasets", "daemonsets" -> fixed(before, after, "/spec/selector");
            case "statefulsets" -> statefulSet(before, after);
            case "jobs" -> fixed(before, after, "/spec/selector", "/spec/template", "/spec/completionMode");
            case "persistentvolumeclaims" -> claim(before, after);
            case "storageclasses" -> forbidden(before, after, "provisioner", "parameters", "reclaimPolicy");
            case "priorityclasses" -> forbidden(before, after, "value", "preemptionPolicy");
            case "certificatesigningrequests" -> fixed(before, after, "/spec/request", "/spec/signerName");
            case "services" -> service(before, after);
            default -> List.of();
        };
        ApiStatus.requireNone(resource, before, problems);
    }

    private static List<String> sealed(ObjectNode before, ObjectNode after) {
        List<String> problems = new ArrayList<>();
        if (!before.path("type").asString("").equals(after.path("type").asString(""))) {
            problems.add("type: Invalid value: \"" + after.path("type").asString("") + "\"" + FIXED);
        }
        if (before.path("immutable").asBoolean(false)) {
            if (!after.path("immutable").asBoolean(false)) {
                problems.add("immutable" + SEALED);
            }
            for (String field : List.of("data", "binaryData")) {
                if (!equal(before.path(field), after.path(field))) {
                    problems.add(field + SEALED);
                }
            }
        }
        return problems;
    }

    /** Whether values are equal. A missing one equals an empty one. */
    private static boolean equal(JsonNode one, JsonNode other) {
        return one.equals(other) || one.isEmpty() && other.isEmpty() && !one.isValueNode() && !other.isValueNode();
    }

    private static List<String> roleRef(ObjectNode before, ObjectNode after) {
        JsonNode old = before.path("roleRef");
        JsonNode now = after.path("roleRef");
        boolean same =
                Set.of("kind", "name").stream().allMatch(key -> old.path(key).equals(now.path(key)));
        return same
                ? List.of()
                : List.of("roleRef: Invalid value: rbac.RoleRef{APIGroup:\""
                        + now.path("apiGroup").asString("rbac.authorization.k8s.io") + "\", Kind:\""
                        + now.path("kind").asString("") + "\", Name:\""
                        + now.path("name").asString("") + "\"}: cannot change roleRef");
    }

    private static List<String> fixed(ObjectNode before, ObjectNode after, String... pointers) {
        List<String> problems = new ArrayList<>();
        for (String pointer : pointers) {
            JsonNode old = before.at(pointer);
            // what a scenario began with may lack it
            if (!old.isMissingNode() && !equal(old, after.at(pointer))) {
                problems.add(pointer.substring(1).replace('/', '.') + ": Invalid value: " + after.at(pointer) + FIXED);
            }
        }
        return problems;
    }

    private static List<String> forbidden(ObjectNode before, ObjectNode after, String... fields) {
        List<String> problems = new ArrayList<>();
        for (String field : fields) {
            if (!equal(before.path(field), after.path(field))) {
                problems.add(field + ": Forbidden: may not be changed in an update.");
            }
        }
        return problems;
    }

    private static List<String> statefulSet(ObjectNode before, ObjectNode after) {
        return fixedPart(before).equals(fixedPart(after))
                ? List.of()
                : List.of("spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                        + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                        + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }

    private static JsonNode fixedPart(ObjectNode set) {
        return set.path("spec") instanceof ObjectNode spec
                ? spec.deepCopy().remove(OF_STATEFUL_SETS)
                : set.path("spec");
    }

    private static List<String> claim(ObjectNode before, ObjectNode after) {
        JsonNode old = withoutRequests(before);
        return old.equals(withoutRequests(after))
                ? List.of()
                : List.of("spec: Forbidden: spec is immutable after creation except resources.requests and"
                        + " volumeAttributesClassName for bound claims");
    }

    private static JsonNode withoutRequests(ObjectNode claim) {
        JsonNode spec = claim.path("spec").deepCopy();
        if (spec.path("resources") instanceof ObjectNode resources) {
            resources.remove("requests");
        }
        return spec;
    }

    private static List<String> service(ObjectNode before, ObjectNode after) {
        JsonNode old = before.at("/spec/clusterIP");
        JsonNode now = after.at("/spec/clusterIP");
        return old.isMissingNode() || now.isMissingNode() || old.equals(now)
                ? List.of()
                : List.of("spec.clusterIP: Invalid value: \"" + now.asString("") + "\": may not change once set");
    }
}
