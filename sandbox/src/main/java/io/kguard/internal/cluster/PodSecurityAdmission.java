// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.PodSecurityStandard.Level;
import io.kguard.internal.cluster.SecuredPod.Violation;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the Pod Security Standards that the labels of namespaces ask for: to pods, and, as warnings, to the templates of
 * workloads and to the pods of a namespace whose labels change.
 *
 * <p>Source: Kubernetes, "Pod Security Admission", {@code PodSecurity} admission controller without exemptions.
 */
record PodSecurityAdmission(ResourceStore store) {
    private static final ApiResource NAMESPACES = ApiResources.core("namespaces");
    private static final ApiResource PODS = ApiResources.core("pods");

    /**
     * Judges an object.
     *
     * @param before the object that is changed, or null for a new one
     * @throws ApiStatus 403 for a pod that violates what its namespace enforces, 422 for labels that are none of Pod Security
     */
    void check(
            ApiResource resource, String namespace, @Nullable ObjectNode before, ObjectNode object, Remarks remarks) {
        if (resource.equals(NAMESPACES)) {
            checkNamespace(before, object, remarks);
            return;
        }
        JsonNode template = template(resource, object);
        ObjectNode owner = template.isMissingNode() ? null : store.find(NAMESPACES, "", namespace);
        boolean isPod = resource.equals(PODS);
        if (owner != null && !(isPod && before != null && !changesContainers(before, object))) {
            evaluate(PodSecurityLabels.of(owner), resource, object, template, isPod, remarks);
        }
    }

    /** The pod or the template of pods in an object; missing if it has none. */
    private static JsonNode template(ApiResource resource, ObjectNode object) {
        return switch (resource.plural()) {
            case "pods" -> object;
            case "podtemplates" -> object.path("template");
            case "replicationcontrollers", "replicasets", "deployments", "statefulsets", "daemonsets", "jobs" ->
                object.at("/spec/template");
            case "cronjobs" -> object.at("/spec/jobTemplate/spec/template");
            default -> object.path("none");
        };
    }

    /** Whether a change adds a container or changes an image. Other changes need no new judgement. */
    private static boolean changesContainers(JsonNode before, JsonNode after) {
        return !images(before).equals(images(after));
    }

    private static List<String> images(JsonNode pod) {
        return SecuredPod.containers(pod.path("spec")).stream()
                .map(container -> SecuredPod.name(container) + " "
                        + container.path("image").asString(""))
                .toList();
    }

    private static void evaluate(
            PodSecurityLabels labels,
            ApiResource resource,
            ObjectNode object,
            JsonNode template,
            boolean enforced,
            Remarks remarks) {
        String audited = violations(labels.audit(), template);
        if (!audited.isEmpty()) {
            remarks.annotate(PodSecurityLabels.PREFIX + "audit-violations", "would violate PodSecurity " + audited);
        }
        if (enforced) {
            remarks.annotate(
                    PodSecurityLabels.PREFIX + "enforce-policy",
                    labels.enforce().toString());
            String violations = violations(labels.enforce(), template);
            if (!violations.isEmpty()) {
                String name = ApiObject.name(object);
                throw ApiStatus.forbidden(resource, name, "violates PodSecurity " + violations);
            }
        }
        String warned = violations(labels.warn(), template);
        if (!warned.isEmpty()) {
            remarks.warn("would violate PodSecurity " + warned);
        }
    }

    /** The standard and how it is violated; empty if it is met. */
    private static String violations(PodSecurityStandard standard, JsonNode pod) {
        List<Violation> violations = PodSecurityChecks.violations(standard, pod);
        return violations.isEmpty()
                ? ""
                : "\"" + standard + "\": "
                        + violations.stream().map(Violation::toString).collect(Collectors.joining(", "));
    }

    private void checkNamespace(@Nullable ObjectNode before, ObjectNode namespace, Remarks remarks) {
        PodSecurityLabels labels = PodSecurityLabels.of(namespace);
        PodSecurityLabels old = before == null ? null : PodSecurityLabels.of(before);
        String name = ApiObject.name(namespace);
        if (old == null || !old.problems().equals(labels.problems())) {
            ApiStatus.requireNone(NAMESPACES, namespace, labels.problems());
        }
        if (old != null && isStricter(labels.enforce(), old.enforce())) {
            podsThatViolate(name, labels.enforce()).forEach(remarks::warn);
        }
    }

    private static boolean isStricter(PodSecurityStandard now, PodSecurityStandard before) {
        return now.level() != Level.PRIVILEGED
                && (now.minor() != before.minor() || now.level().compareTo(before.level()) > 0);
    }

    private List<String> podsThatViolate(String namespace, PodSecurityStandard standard) {
        Map<String, TreeSet<String>> pods = new TreeMap<>();
        for (ObjectNode pod : store.list(PODS, namespace)) {
            String reasons = PodSecurityChecks.violations(standard, pod).stream()
                    .map(Violation::reason)
                    .collect(Collectors.joining(", "));
            if (!reasons.isEmpty()) {
                pods.computeIfAbsent(reasons, key -> new TreeSet<>()).add(ApiObject.name(pod));
            }
        }
        List<String> warnings = new ArrayList<>();
        pods.forEach((reasons, names) -> {
            int others = names.size() - 1;
            String more = others == 0 ? "" : others == 1 ? " (and 1 other pod)" : " (and " + others + " other pods)";
            warnings.add(names.first() + more + ": " + reasons);
        });
        warnings.sort(null);
        if (!warnings.isEmpty()) {
            warnings.add(
                    0,
                    "existing pods in namespace \"" + namespace + "\" violate the new PodSecurity enforce level \""
                            + standard + "\"");
        }
        return warnings;
    }
}
