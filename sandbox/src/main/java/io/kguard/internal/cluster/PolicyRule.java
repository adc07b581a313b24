// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a role, and whether other rules allow as much.
 *
 * <p>Source: Kubernetes, "Using RBAC Authorization", privilege escalation prevention.
 */
record PolicyRule(
        List<String> apiGroups,
        List<String> resources,
        List<String> nonResourceUrls,
        List<String> resourceNames,
        List<String> verbs) {
    /** What the role {@code cluster-admin} allows. */
    static final List<PolicyRule> EVERYTHING = List.of(
            new PolicyRule(List.of("*"), List.of("*"), List.of(), List.of(), List.of("*")),
            new PolicyRule(List.of(), List.of(), List.of("*"), List.of(), List.of("*")));

    PolicyRule {
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        nonResourceUrls = List.copyOf(nonResourceUrls);
        resourceNames = List.copyOf(resourceNames);
        verbs = List.copyOf(verbs);
    }

    static List<PolicyRule> all(Iterable<JsonNode> rules) {
        List<PolicyRule> read = new ArrayList<>();
        rules.forEach(rule -> read.add(of(rule)));
        return read;
    }

    static PolicyRule of(JsonNode rule) {
        return new PolicyRule(
                words(rule, "apiGroups"),
                words(rule, "resources"),
                words(rule, "nonResourceURLs"),
                words(rule, "resourceNames"),
                words(rule, "verbs"));
    }

    private static List<String> words(JsonNode rule, String key) {
        return rule.path(key).valueStream().map(word -> word.asString("")).toList();
    }

    /**
     * What some rules allow and others don't, in the words of the API server; empty if the others allow it all. Each rule
     * is split into single permissions, because two rules together may cover a third.
     */
    static List<String> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        Map<List<String>, List<String>> simple = new LinkedHashMap<>();
        TreeSet<String> missing = new TreeSet<>();
        for (PolicyRule part :
                wanted.stream().flatMap(rule -> rule.parts().stream()).toList()) {
            if (held.stream().anyMatch(rule -> rule.covers(part))) {
                continue;
            }
            if (part.resourceNames.isEmpty() && part.nonResourceUrls.isEmpty()) {
                simple.computeIfAbsent(
                                List.of(part.apiGroups.get(0), part.resources.get(0)), resource -> new ArrayList<>())
                        .addAll(part.verbs);
            } else {
                missing.add(part.toString());
            }
        }
        simple.forEach((resource, verbs) -> missing.add(
                new PolicyRule(List.of(resource.get(0)), List.of(resource.get(1)), List.of(), List.of(), verbs)
                        .toString()));
        return List.copyOf(missing);
    }

    private List<PolicyRule> parts() {
        List<PolicyRule> parts = new ArrayList<>();
        for (String verb : verbs) {
            for (String group : apiGroups) {
                for (String resource : resources) {
                    if (resourceNames.isEmpty()) {
                        parts.add(part(group, resource, List.of(), verb));
                    }
                    resourceNames.forEach(name -> parts.add(part(group, resource, List.of(name), verb)));
                }
            }
            nonResourceUrls.forEach(url -> parts.add(part(url, verb)));
        }
        return parts;
    }

    private static PolicyRule part(String group, String resource, List<String> names, String verb) {
        return new PolicyRule(List.of(group), List.of(resource), List.of(), names, List.of(verb));
    }

    private static PolicyRule part(String url, String verb) {
        return new PolicyRule(List.of(), List.of(), List.of(url), List.of(), List.of(verb));
    }

    boolean allows(RequestInfo request) {
        List<String> names = request.name().isEmpty() ? List.of() : List.of(request.name());
        return covers(
                request.isResourceRequest()
                        ? part(request.group(), request.resourceAndSubresource(), names, request.verb())
                        : part(request.path(), request.verb()));
    }

    private boolean covers(PolicyRule part) {
        return coversAll(verbs, part.verbs)
                && coversAll(apiGroups, part.apiGroups)
                && part.resources.stream().allMatch(this::coversResource)
                && part.nonResourceUrls.stream().allMatch(this::coversUrl)
                && (resourceNames.isEmpty()
                        || !part.resourceNames.isEmpty() && resourceNames.containsAll(part.resourceNames));
    }

    private static boolean coversAll(List<String> held, List<String> wanted) {
        return held.contains("*") || held.containsAll(wanted);
    }

    private boolean coversResource(String resource) {
        int slash = resource.lastIndexOf('/');
        return resources.contains("*")
                || resources.contains(resource)
                || slash >= 0 && resources.contains("*" + resource.substring(slash));
    }

    private boolean coversUrl(String url) {
        return nonResourceUrls.stream()
                .anyMatch(held ->
                        held.equals(url) || held.endsWith("*") && url.startsWith(held.substring(0, held.length() - 1)));
    }

    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        add(texts, "APIGroups", apiGroups);
        add(texts, "Resources", resources);
        add(texts, "NonResourceURLs", nonResourceUrls);
        add(texts, "ResourceNames", resourceNames);
        add(texts, "Verbs", verbs);
        return "{" + String.join(", ", texts) + "}";
    }

    private static void add(List<String> texts, String name, List<String> values) {
        if (!values.isEmpty()) {
            texts.add(name + ":" + quoted(values));
        }
    }

    /** A list as the API server prints it. */
    static String quoted(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(" ", "[", "]"));
    }
}
