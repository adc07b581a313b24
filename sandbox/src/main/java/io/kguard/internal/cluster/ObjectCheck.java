// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.workload.ApiResource;
import io.kguard.workload.FieldProblem;
import io.kguard.workload.PodRules;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks an object from a client: first against its Kubernetes type, as an API server's decoder does, then against the
 * rules of its fields.
 */
final class ObjectCheck {
    private ObjectCheck() {}

    /**
     * Checks a received object.
     *
     * @throws ApiStatus 400 if it is not an object of its kind, 422 if a field violates a rule
     */
    static void check(ApiResource resource, ObjectNode object) {
        Class<?> type = FieldValidation.type(resource);
        if (type == null) {
            return;
        }
        if (hasNullMember(object)) {
            throw ApiStatus.badRequest(cannotBeRead(resource) + "a list has null as a member");
        }
        HasMetadata read;
        try {
            read = (HasMetadata) ApiObject.typed(object, type);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw ApiStatus.badRequest(cannotBeRead(resource) + reason);
        }
        List<FieldProblem> problems = new ArrayList<>();
        if (read instanceof Pod pod) {
            problems.addAll(PodRules.problems(pod));
        } else {
            problems.addAll(PodRules.metadataProblems(read));
            problems.addAll(PodRules.templateProblems(read));
        }
        ApiStatus.requireNone(
                resource, object, problems.stream().map(ObjectCheck::text).toList());
    }

    private static String text(FieldProblem problem) {
        return problem.path()
                + (problem.reason().equals("is missing") || problem.reason().equals("is empty")
                        ? ": Required value"
                        : ": Invalid value: it " + problem.reason()
                                + (problem.hint().isEmpty() ? "" : ": " + problem.hint()));
    }

    /** How the message begins that an object is none of its kind. */
    static String cannotBeRead(ApiResource resource) {
        return resource.kind() + " in version \"" + resource.version() + "\" cannot be handled as a " + resource.kind()
                + ": ";
    }

    private static boolean hasNullMember(JsonNode node) {
        for (JsonNode child : node) {
            if (node.isArray() && child.isNull() || child.isContainer() && hasNullMember(child)) {
                return true;
            }
        }
        return false;
    }
}
