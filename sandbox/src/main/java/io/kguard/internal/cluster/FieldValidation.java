// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kguard.workload.ApiResource;
import io.kguard.workload.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to fields that an object does not have, or has twice. They are dropped in any case, as the API server drops
 * them.
 *
 * <p>Source: Kubernetes, "API concepts", field validation.
 */
enum FieldValidation {
    /** Nobody is told. */
    IGNORE,
    /** The client is told. This is what a request without a word of it gets. */
    WARN,
    /** The request is refused. kubectl asks for this. */
    STRICT;

    /**
     * What a request asks for.
     *
     * @throws ApiStatus 422 for another value
     */
    public static FieldValidation of(RequestInfo info) {
        String asked = info.parameter("fieldValidation");
        return switch (asked) {
            case "", "Warn" -> WARN;
            case "Ignore" -> IGNORE;
            case "Strict" -> STRICT;
            default ->
                throw new ApiStatus(
                        422,
                        "fieldValidation: Unsupported value: \"" + asked
                                + "\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
        };
    }

    /**
     * Drops what is too much in a new object.
     *
     * @param duplicates the fields that its text has twice
     * @throws ApiStatus 400 if the request asks for that
     */
    public void apply(ApiResource resource, ObjectNode object, List<String> duplicates, Remarks remarks) {
        String problems = problems(resource, object, duplicates, remarks);
        if (!problems.isEmpty()) {
            throw ApiStatus.badRequest(ObjectCheck.cannotBeRead(resource) + "strict decoding error: " + problems);
        }
    }

    /**
     * Drops what is too much in what a patch makes of an object.
     *
     * @param patch the patch
     * @param strategic whether the patch is a strategic merge patch
     * @throws ApiStatus 422 if the request asks for that
     */
    public void applyPatched(
            ApiResource resource,
            ObjectNode object,
            JsonNode patch,
            boolean strategic,
            List<String> duplicates,
            Remarks remarks) {
        ObjectNode given = object.deepCopy();
        String problems = problems(resource, object, duplicates, remarks);
        if (!problems.isEmpty()) {
            throw new ApiStatus(
                    422,
                    " \"\" is invalid: patch: Invalid value: \"" + (strategic ? goText(patch) : escaped(given))
                            + "\": strict decoding error: " + problems);
        }
    }

    /** The problems that the request is refused for, after others were told; empty if none. */
    private String problems(ApiResource resource, ObjectNode object, List<String> duplicates, Remarks remarks) {
        List<String> problems = new ArrayList<>();
        duplicates.forEach(path -> problems.add("duplicate field \"" + path + "\""));
        Class<?> type = type(resource);
        if (type != null) {
            FieldSchema.Findings findings = FieldSchema.removeUnknown(type, object);
            if (!findings.mistyped().isEmpty()) {
                throw ApiStatus.badRequest(
                        ObjectCheck.cannotBeRead(resource) + findings.mistyped().get(0));
            }
            findings.unknown().forEach(path -> problems.add("unknown field \"" + path + "\""));
        }
        if (this == WARN) {
            problems.forEach(remarks::warn);
        }
        return this == STRICT ? String.join(", ", problems) : "";
    }

    /** The class of a resource's objects, or null if there is none. */
    static @Nullable public Class<?> type(ApiResource resource) {
        Class<?> type = Json.KUBERNETES.getRegisteredKubernetesResource(resource.groupVersion(), resource.kind());
        return type == null || !HasMetadata.class.isAssignableFrom(type) ? null : type;
    }

    private static String escaped(JsonNode node) {
        return node.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** A patch as the API server prints it. */
    private static String goText(JsonNode node) {
        if (node.isObject()) {
            return node.propertyStream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .map(entry -> entry.getKey() + ":" + goText(entry.getValue()))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        if (node.isArray()) {
            return node.valueStream().map(FieldValidation::goText).collect(Collectors.joining(" ", "[", "]"));
        }
        return node.isNull() ? "<nil>" : node.asString("");
    }
}
