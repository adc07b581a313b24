// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives containers the default requests and limits of their namespace, and keeps pods within its bounds.
 *
 * <p>Source: Kubernetes, "Limit Ranges".
 */
record LimitRanges(ResourceStore store) {
    static final ApiResource RANGES = ApiResources.core("limitranges");

    private static final Set<String> TYPES = Set.of("Container", "Pod", "PersistentVolumeClaim");

    /**
     * Completes a new range: a maximum is a default limit, and a default limit or a minimum a default request.
     *
     * @throws ApiStatus 501 for a type of limit that is not known here
     */
    static void complete(ObjectNode range) {
        for (JsonNode item : range.at("/spec/limits")) {
            String type = item.path("type").asString("");
            if (!TYPES.contains(type)) {
                throw ApiStatus.notSimulated("limits of the type \"" + type + "\"");
            }
            if (type.equals("Container") && item instanceof ObjectNode limit) {
                inherit(limit, "default", "max");
                inherit(limit, "defaultRequest", "default");
                inherit(limit, "defaultRequest", "min");
            }
            for (String key : List.of("min", "max", "default", "defaultRequest", "maxLimitRequestRatio")) {
                PodResources.read(new TreeMap<>(), item.path(key));
            }
        }
    }

    private static void inherit(ObjectNode limit, String key, String from) {
        limit.path(from).properties().forEach(entry -> {
            ObjectNode target = ApiObject.part(limit, key);
            if (!target.has(entry.getKey())) {
                target.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** Sets the defaults of a new pod in place, and names them in an annotation. */
    void fill(String namespace, ObjectNode pod) {
        List<String> set = new ArrayList<>();
        for (JsonNode limit : limits(namespace, "Container")) {
            for (String list : List.of("containers", "initContainers")) {
                for (JsonNode item : pod.path("spec").path(list)) {
                    ObjectNode container = (ObjectNode) item;
                    String of = (list.equals("containers") ? " for container " : " for init container ")
                            + container.path("name").asString("");
                    fill(container, "requests", limit.path("defaultRequest"), set, " request" + of);
                    fill(container, "limits", limit.path("default"), set, " limit" + of);
                }
            }
        }
        if (!set.isEmpty() && pod.path("metadata") instanceof ObjectNode metadata) {
            ObjectNode annotations = ApiObject.part(metadata, "annotations");
            annotations.put("kubernetes.io/limit-ranger", "LimitRanger plugin set: " + String.join("; ", set));
        }
    }

    private static void fill(ObjectNode container, String kind, JsonNode defaults, List<String> set, String what) {
        ObjectNode resources = ApiObject.part(container, "resources");
        TreeSet<String> names = new TreeSet<>();
        // what has a limit of its own and no request asks for its limit
        JsonNode limits = kind.equals("requests") ? resources.path("limits") : resources.path("none");
        defaults.properties().forEach(entry -> {
            ObjectNode amounts = ApiObject.part(resources, kind);
            if (!amounts.has(entry.getKey()) && !limits.has(entry.getKey())) {
                amounts.set(entry.getKey(), entry.getValue());
                names.add(entry.getKey());
            }
        });
        if (!names.isEmpty()) {
            set.add(String.join(", ", names) + what);
        }
    }

    private List<JsonNode> limits(String namespace, String type) {
        return store.list(RANGES, namespace).stream()
                .flatMap(range -> range.at("/spec/limits").valueStream())
                .filter(limit -> limit.path("type").asString("").equals(type))
                .toList();
    }

    /**
     * Refuses an object that is out of bounds.
     *
     * @throws ApiStatus 403 with all violations
     */
    void check(ApiResource resource, String namespace, ObjectNode object) {
        List<String> problems = new ArrayList<>();
        if (resource.plural().equals("pods")) {
            for (JsonNode limit : limits(namespace, "Container")) {
                for (ObjectNode container : ApiObject.containers(object.path("spec"))) {
                    check(
                            problems,
                            limit,
                            PodResources.amounts(container, "requests"),
                            PodResources.amounts(container, "limits"));
                }
            }
            for (JsonNode limit : limits(namespace, "Pod")) {
                check(problems, limit, PodResources.of(object, "requests"), PodResources.of(object, "limits"));
            }
        } else if (resource.plural().equals("persistentvolumeclaims")) {
            Map<String, Amount> requests = new TreeMap<>();
            PodResources.read(requests, object.at("/spec/resources/requests"));
            limits(namespace, "PersistentVolumeClaim").forEach(limit -> check(problems, limit, requests, requests));
        }
        if (!problems.isEmpty()) {
            String list = problems.size() == 1 ? problems.get(0) : "[" + String.join(", ", problems) + "]";
            throw ApiStatus.forbidden(resource, ApiObject.name(object), list);
        }
    }

    private static void check(
            List<String> problems, JsonNode limit, Map<String, Amount> requests, Map<String, Amount> limits) {
        String per = " per " + limit.path("type").asString("") + " is ";
        limit.path("min").properties().forEach(entry -> {
            Amount least = Amount.of(entry.getValue());
            String rule = "minimum " + entry.getKey() + " usage" + per + least;
            Amount request = requests.get(entry.getKey());
            Amount given = limits.get(entry.getKey());
            if (request == null) {
                problems.add(rule + ".  No request is specified");
            } else if (least.isMoreThan(request)) {
                problems.add(rule + ", but request is " + request);
            } else if (given != null && least.isMoreThan(given)) {
                problems.add(rule + ", but limit is " + given);
            }
        });
        limit.path("max").properties().forEach(entry -> {
            Amount most = Amount.of(entry.getValue());
            String rule = "maximum " + entry.getKey() + " usage" + per + most;
            Amount request = requests.get(entry.getKey());
            Amount given = limits.get(entry.getKey());
            if (given == null) {
                problems.add(rule + ".  No limit is specified");
            } else if (given.isMoreThan(most)) {
                problems.add(rule + ", but limit is " + given);
            } else if (request != null && request.isMoreThan(most)) {
                problems.add(rule + ", but request is " + request);
            }
        });
        limit.path("maxLimitRequestRatio").properties().forEach(entry -> {
            Amount most = Amount.of(entry.getValue());
            String rule = entry.getKey() + " max limit to request ratio" + per + most;
            Amount request = requests.getOrDefault(entry.getKey(), Amount.NONE);
            Amount given = limits.getOrDefault(entry.getKey(), Amount.NONE);
            if (request.isNone()) {
                problems.add(rule + ", but no request is specified or request is 0");
            } else if (given.isNone()) {
                problems.add(rule + ", but no limit is specified or limit is 0");
            } else if (given.value().compareTo(most.value().multiply(request.value())) > 0) {
                problems.add(String.format(
                        java.util.Locale.ROOT,
                        "%s, but provided ratio is %f",
                        rule,
                        given.value().doubleValue() / request.value().doubleValue()));
            }
        });
    }
}
