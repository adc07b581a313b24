// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.workload.ApiResource;
import io.kguard.workload.UnsimulatedField;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an object asks for that the simulated cluster accepts but ignores. Clients see it in the header {@code Warning},
 * which kubectl prints.
 */
final class Warnings {
    private static final String NOT_DONE = "not done in the simulated cluster: ";

    private Warnings() {}

    /** One sentence per ignored field; empty if nothing in a new object is ignored. */
    public static List<String> of(ApiResource resource, JsonNode object) {
        if (!resource.gap().isEmpty()) {
            return List.of(NOT_DONE + resource.gap());
        }
        return resource.plural().equals("pods") ? ofPod(object) : List.of();
    }

    private static List<String> ofPod(JsonNode object) {
        Pod pod;
        try {
            pod = ApiObject.typed(object, Pod.class);
        } catch (RuntimeException e) {
            return List.of(); // admission refuses it, and says why
        }
        return UnsimulatedField.of(pod).stream()
                .map(field -> NOT_DONE + field.path())
                .toList();
    }
}
