// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the patch formats of the API server.
 *
 * <p>Source: Kubernetes, "API concepts", patch and apply; RFC 6902.
 */
final class Patch {
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";
    static final String APPLY_PATCH = "application/apply-patch+yaml";

    /** As in the API server. */
    private static final int MAX_OPERATIONS = 10_000;

    private Patch() {}

    /**
     * Applies a patch to an object, which is not changed, and returns the result.
     *
     * @param mediaType one of the constants
     * @throws ApiStatus 415 for another media type, 400 or 422 for a patch that can't be applied
     */
    public static ObjectNode apply(ObjectNode object, String mediaType, JsonNode patch) {
        ObjectNode copy = object.deepCopy();
        switch (mediaType) {
            case JSON_PATCH -> {
                return applyOperations(copy, patch);
            }
            case MERGE_PATCH -> StrategicMerge.merge(copy, asObject(patch));
            case STRATEGIC_MERGE_PATCH, APPLY_PATCH -> StrategicMerge.mergeStrategically(copy, asObject(patch));
            default ->
                throw new ApiStatus(
                        415,
                        "the body of the request was in an unknown format - accepted media types include: " + JSON_PATCH
                                + ", " + MERGE_PATCH + ", " + STRATEGIC_MERGE_PATCH + ", " + APPLY_PATCH);
        }
        return copy;
    }

    /** Whether a patch is for one version of its object alone. */
    static boolean namesVersion(JsonNode patch) {
        JsonPointer version = JsonPointer.compile("/metadata/resourceVersion");
        return patch.isArray()
                ? patch.valueStream()
                        .anyMatch(
                                operation -> operation.path("path").asString("").equals(version.toString()))
                : patch.at(version).isString();
    }

    private static ObjectNode applyOperations(ObjectNode object, JsonNode operations) {
        JsonNode result = object;
        if (operations.size() > MAX_OPERATIONS) {
            throw tooLarge("The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS + ", got "
                    + operations.size());
        }
        long copied = 0;
        try {
            for (JsonNode given : operations) {
                JsonNode operation = given;
                String name = operation.path("op").asString("");
                String path = operation.path("path").asString("");
                if (name.equals("copy")) {
                    copied += ResourceStore.JSON.writeValueAsBytes(
                                    result.at(operation.path("from").asString("")))
                            .length;
                    if (copied > RequestBody.MAX_BYTES) { // each copy can double what the next one copies
                        throw tooLarge("Unable to complete the copy, the accumulated size increase of copy is " + copied
                                + ", exceeding the limit " + RequestBody.MAX_BYTES);
                    }
                }
                boolean missing = (name.equals("remove") || name.equals("replace"))
                        && result.at(path).isMissingNode();
                if (missing && name.equals("replace") && isInObject(result, path)) {
                    // the API server's library replaces members that are not there, against RFC 6902
                    operation = ((ObjectNode) operation.deepCopy()).put("op", "add");
                } else if (missing) {
                    throw new ApiStatus(
                            422, "the JSON patch can't be applied: there is nothing at " + path + " to " + name);
                }
                result = apply(operation, result);
            }
            return asObject(result);
        } catch (IllegalArgumentException e) { // a path that is not a JSON pointer
            throw new ApiStatus(422, "the JSON patch can't be applied: " + e.getMessage());
        }
    }

    private static JsonNode apply(JsonNode operation, JsonNode document) {
        try {
            return JsonPatch.apply(ResourceStore.JSON.createArrayNode().add(operation), document);
        } catch (JsonPatchException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ClassCastException e) {
            // Beside its own exception the library throws these for a path that does not fit the document: a name where
            // a list is, or an index where none is
            throw new ApiStatus(
                    422,
                    "the JSON patch can't be applied at "
                            + operation.path("path").asString("") + ": " + e.getMessage());
        }
    }

    private static ApiStatus tooLarge(String why) {
        return new ApiStatus(413, "Request entity too large: " + why);
    }

    private static boolean isInObject(JsonNode document, String path) {
        return path.lastIndexOf('/') >= 0
                && document.at(path.substring(0, path.lastIndexOf('/'))).isObject();
    }

    private static ObjectNode asObject(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ApiStatus.badRequest("the patch or what it makes of the object is not an object");
    }
}
