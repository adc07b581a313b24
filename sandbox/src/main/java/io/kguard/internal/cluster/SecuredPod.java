// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pod, or the template of one, that a Pod Security Standard is applied to.
 *
 * @param metadata its metadata
 * @param spec its spec
 * @param minor of which release 1.{@code minor} the standard is
 */
record SecuredPod(JsonNode metadata, JsonNode spec, int minor) {
    /** The release since which a pod of Windows is exempt from some checks. */
    private static final int WINDOWS_EXEMPT = 25;

    /** How it violates a standard: in short, and with what sets it. */
    record Violation(String reason, String detail) {
        /** A violation if somebody is named that violates it; null if nobody is. */
        static @Nullable Violation by(Collection<String> names, String reason, String detail) {
            return names.isEmpty() ? null : new Violation(reason, detail);
        }

        /** The same of containers, of which a detail says what they must or must not do. */
        static @Nullable Violation byContainers(List<String> names, String reason, String detail) {
            return by(names, reason, containers(names) + detail);
        }

        /** The same of {@link #setters}. */
        static @Nullable Violation bySetters(String setters, String reason, String detail) {
            return setters.isEmpty() ? null : new Violation(reason, setters + detail);
        }

        @Override
        public String toString() {
            return detail.isEmpty() ? reason : reason + " (" + detail + ")";
        }
    }

    static SecuredPod of(JsonNode pod, int minor) {
        return new SecuredPod(pod.path("metadata"), pod.path("spec"), minor);
    }

    /** Its containers in the order in which they are named: init containers first, ephemeral ones last. */
    List<JsonNode> containers() {
        return containers(spec);
    }

    static List<JsonNode> containers(JsonNode spec) {
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

    /**
     * The names of the containers that add capabilities.
     *
     * @param allowed those that may be added
     * @param added receives the others
     */
    List<String> containersAdding(Set<String> allowed, Set<String> added) {
        return containersWith(context -> {
            List<String> beyond = context.at("/capabilities/add")
                    .valueStream()
                    .map(name -> name.asString(""))
                    .filter(name -> !allowed.contains(name))
                    .toList();
            return added.addAll(beyond) || !beyond.isEmpty();
        });
    }

    /** Whether it is exempt from what Windows does not have. */
    boolean isExempt() {
        return minor >= WINDOWS_EXEMPT && spec.at("/os/name").asString("").equals("windows");
    }

    static String name(JsonNode container) {
        return container.path("name").asString("");
    }

    /** The pod and the containers whose security context sets something, as the subject of a sentence. */
    String setters(Predicate<JsonNode> context) {
        List<String> setters = new ArrayList<>();
        if (context.test(spec.path("securityContext"))) {
            setters.add("pod");
        }
        List<String> containers = containersWith(context);
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
        return Stream.concat(Stream.of(spec), containers().stream())
                .map(setter -> setter.path("securityContext").at(pointer))
                .filter(value -> !value.isMissingNode() && !allowed.test(value.asString("")))
                .map(value -> value.asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
