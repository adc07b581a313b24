// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Label and field selectors of a list or watch.
 *
 * <p>Source: Kubernetes, "Labels and Selectors", "Field Selectors".
 */
final class Selector {
    static final Selector EVERYTHING = new Selector(List.of());

    private static final Pattern SET_BASED = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");
    private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^!=\\s(),]+)\\s*");
    /** A comma that is not inside parentheses. */
    private static final Pattern SEPARATOR = Pattern.compile(",(?![^(]*\\))");

    /** The fields of a resource that can be selected by, apart from an object's name and namespace. */
    private static final Map<String, String> FIELDS = Map.of(
            "pods",
                    "spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName "
                            + "spec.hostNetwork status.phase status.podIP",
            "events",
                    "involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid "
                            + "involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason "
                            + "type",
            "secrets", "type",
            "services", "spec.clusterIP spec.type",
            "namespaces", "status.phase",
            "nodes", "spec.unschedulable",
            "replicasets", "status.replicas",
            "jobs", "status.successful");

    private final List<Predicate<JsonNode>> requirements;

    private Selector(List<Predicate<JsonNode>> requirements) {
        this.requirements = requirements;
    }

    public static Selector of(RequestInfo info) {
        String labels = info.query().get("labelSelector");
        String fields = info.query().get("fieldSelector");
        List<Predicate<JsonNode>> requirements = new ArrayList<>();
        terms(labels).forEach(term -> requirements.add(labelRequirement(term)));
        terms(fields).forEach(term -> requirements.add(fieldRequirement(info.resource(), term)));
        return requirements.isEmpty() ? EVERYTHING : new Selector(requirements);
    }

    public boolean matches(JsonNode object) {
        return requirements.stream().allMatch(requirement -> requirement.test(object));
    }

    private static List<String> terms(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(SEPARATOR.split(text));
    }

    private static Predicate<JsonNode> labelRequirement(String term) {
        Matcher set = SET_BASED.matcher(term);
        if (set.matches()) {
            Set<String> values = Set.copyOf(List.of(set.group(3).trim().split("\\s*,\\s*"))); // one may come twice
            return requirement(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            String operator = equality.group(2).equals("!=") ? "NotIn" : "In";
            return requirement(equality.group(1), operator, Set.of(equality.group(3)));
        }
        Matcher existence = EXISTENCE.matcher(term);
        if (existence.matches()) {
            return requirement(existence.group(2), existence.group(1).isEmpty() ? "Exists" : "DoesNotExist", Set.of());
        }
        throw ApiStatus.badRequest("unable to parse requirement: \"" + term + "\"");
    }

    private static Predicate<JsonNode> fieldRequirement(@Nullable ApiResource resource, String term) {
        Matcher equality = EQUALITY.matcher(term);
        if (!equality.matches()) {
            throw ApiStatus.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
        }
        String field = equality.group(1);
        if (!field.equals("metadata.name")
                && !field.equals("metadata.namespace")
                && (resource == null
                        || !List.of(FIELDS.getOrDefault(resource.plural(), "").split(" "))
                                .contains(field))) {
            throw ApiStatus.badRequest("field label not supported: " + field);
        }
        boolean equal = !equality.group(2).equals("!=");
        String pointer = "/" + field.replace('.', '/');
        String value = equality.group(3);
        return object -> object.at(pointer).asString("").equals(value) == equal;
    }

    private static Predicate<JsonNode> requirement(String label, String operator, Set<String> values) {
        return object -> LabelSelectors.meets(
                operator, values, object.at("/metadata/labels").path(label));
    }
}
