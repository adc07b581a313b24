// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A pod, or the template of one, that a Pod Security Standard is applied to.
 *
 * @param metadata its metadata
 * @param spec its spec
 */
record SecuredPod(JsonNode metadata, JsonNode spec) {
    /** How it violates a standard: in short, and with what sets it. */
    record Violation(String reason, String detail) {
        @Override
        public String toString() {
            return detail.isEmpty() ? reason : reason + " (" + detail + ")";
        }
    }

    /** Its containers in the order in which they are named: init containers first, ephemeral ones last. */
    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.path(list).forEach(containers::add);
        }
        return containers;
    }

    /** The names of the containers whose security context has something. */
    List<String> containersWith(Predicate<JsonNode> context) {
        return containers().stream()
                .filter(container -> context.test(container.path("securityContext")))
                .map(SecuredPod::name)
                .toList();
    }

    boolean isOfWindows() {
        return spec.path("os").path("name").asString("").equals("windows");
    }

    static String name(JsonNode container) {
        return container.path("name").asString("");
    }

    /** The pod and the containers that set something, as the subject of a sentence. */
    static String setters(boolean pod, List<String> containers) {
        List<String> setters = new ArrayList<>();
        if (pod) {
            setters.add("pod");
        }
        if (!containers.isEmpty()) {
            setters.add(containers(containers));
        }
        return String.join(" and ", setters);
    }

    static String containers(List<String> names) {
        return plural("container", names) + " " + quoted(names);
    }

    static String plural(String word, Collection<?> things) {
        return things.size() == 1 ? word : word + "s";
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    /** Collects the values at a field of the contexts of the pod and of the containers, if they are there and not allowed. */
    TreeSet<String> valuesAt(String pointer, Predicate<String> allowed) {
        TreeSet<String> values = new TreeSet<>();
        List<JsonNode> contexts = new ArrayList<>();
        contexts.add(spec.path("securityContext"));
        containers().forEach(container -> contexts.add(container.path("securityContext")));
        for (JsonNode context : contexts) {
            JsonNode value = context.at(pointer);
            if (!value.isMissingNode() && !allowed.test(value.asString(""))) {
                values.add(value.asString(""));
            }
        }
        return values;
    }
}
