// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import tools.jackson.databind.JsonNode;

/**
 * Label selectors in objects.
 *
 * <p>Source: Kubernetes API, {@code LabelSelector}.
 */
final class LabelSelectors {
    private LabelSelectors() {}

    /** Whether a selector selects an object. An empty selector selects all, a missing one none. */
    public static boolean selects(JsonNode selector, JsonNode object) {
        if (!selector.isObject()) {
            return false;
        }
        JsonNode labels = object.at("/metadata/labels");
        return hasAll(labels, selector.path("matchLabels"))
                && selector.path("matchExpressions").valueStream().allMatch(expression -> holds(expression, labels));
    }

    static boolean hasAll(JsonNode labels, JsonNode wanted) {
        return wanted.propertyStream()
                .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
    }

    private static boolean holds(JsonNode expression, JsonNode labels) {
        JsonNode label = labels.path(expression.path("key").asString(""));
        boolean listed = expression.path("values").valueStream().anyMatch(label::equals);
        return switch (expression.path("operator").asString("")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !label.isMissingNode();
            case "DoesNotExist" -> label.isMissingNode();
            default -> false;
        };
    }
}
