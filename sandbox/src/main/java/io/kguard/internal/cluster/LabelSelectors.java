// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.Set;
import java.util.stream.Collectors;
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
                && selector.path("matchExpressions")
                        .valueStream()
                        .allMatch(
                                each -> meets(each, labels.path(each.path("key").asString(""))));
    }

    static boolean hasAll(JsonNode labels, JsonNode wanted) {
        return wanted.propertyStream()
                .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
    }

    /** Whether a value, which may be missing, is as an expression with an operator and values says. */
    static boolean meets(JsonNode expression, JsonNode value) {
        return meets(
                expression.path("operator").asString(""),
                expression
                        .path("values")
                        .valueStream()
                        .map(each -> each.asString(""))
                        .collect(Collectors.toSet()),
                value);
    }

    static boolean meets(String operator, Set<String> values, JsonNode value) {
        boolean there = !value.isMissingNode();
        boolean listed = there && values.contains(value.asString(""));
        return switch (operator) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> there;
            case "DoesNotExist" -> !there;
            default -> false;
        };
    }
}
