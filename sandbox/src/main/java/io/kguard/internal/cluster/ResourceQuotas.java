// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps namespaces within their quotas. What is used is counted again for each object.
 *
 * <p>Source: Kubernetes, "Resource Quotas".
 */
record ResourceQuotas(ResourceStore store) {
    static final ApiResource QUOTAS = ApiResources.core("resourcequotas");

    private static final ApiResource PODS = ApiResources.core("pods");
    private static final Set<String> COMPUTE =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");
    /** Kinds that have a short name in a quota. */
    private static final Set<String> COUNTED = Set.of(
            "services", "secrets", "configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas");

    private static final Set<String> SCOPES =
            Set.of(("Terminating NotTerminating BestEffort NotBestEffort PriorityClass " + "CrossNamespacePodAffinity")
                    .split(" "));

    /** Writes into the status of quotas what is used, from now on. */
    public static void watch(ResourceStore store, ControllerTasks tasks) {
        ResourceQuotas quotas = new ResourceQuotas(store);
        store.watch(change -> {
            if (change.resource().namespaced()
                    && !store.list(QUOTAS, change.namespace()).isEmpty()) {
                tasks.later(() -> quotas.writeStatus(change.namespace()));
            }
        });
    }

    private void writeStatus(String namespace) {
        synchronized (store) {
            for (ObjectNode quota : store.list(QUOTAS, namespace)) {
                ObjectNode status = ResourceStore.JSON.createObjectNode();
                JsonNode hard = quota.at("/spec/hard");
                status.set("hard", hard.deepCopy());
                ObjectNode used = status.putObject("used");
                hard.properties()
                        .forEach(entry -> used.put(
                                entry.getKey(),
                                used(quota, namespace, entry.getKey()).toString()));
                if (!status.equals(quota.path("status"))) {
                    store.updateStatus(QUOTAS, namespace, ApiObject.name(quota), status);
                }
            }
        }
    }

    /**
     * Refuses a quota of something that is not counted here.
     *
     * @throws ApiStatus 422 for a scope that is none, 501 for storage classes
     */
    static void checkQuota(ObjectNode quota) {
        JsonNode spec = quota.path("spec");
        PodResources.read(new TreeMap<>(), spec.path("hard"));
        for (Map.Entry<String, JsonNode> hard : spec.path("hard").properties()) {
            if (hard.getKey().contains(".storageclass.storage.k8s.io/")) {
                throw ApiStatus.notSimulated("a quota of a storage class: it has no volumes");
            }
        }
        scopes(quota).forEach(scope -> {
            String name = scope.path("scopeName").asString("");
            if (!SCOPES.contains(name)) {
                throw ApiStatus.invalid(
                        QUOTAS,
                        ApiObject.name(quota),
                        "spec.scopes: Invalid value: \"" + name + "\": unsupported scope");
            }
        });
    }

    /**
     * Refuses an object for which the quotas of its namespace have no room.
     *
     * @param before the object that is changed, or null for a new one
     * @throws ApiStatus 403 if a quota would be exceeded, or the pod does not say how much it needs of what is limited
     */
    void check(ApiResource resource, String namespace, @Nullable ObjectNode before, ObjectNode object) {
        if (!resource.namespaced() || before != null && !resource.plural().equals("services")) {
            return;
        }
        String name = ApiObject.name(object);
        Map<String, Amount> usage = usage(resource, object);
        for (ObjectNode quota : store.list(QUOTAS, namespace)) {
            if (!isInScope(quota, resource, object)) {
                continue;
            }
            JsonNode hard = quota.at("/spec/hard");
            if (resource.equals(PODS)) {
                requireAmounts(quota, hard, object);
            }
            Map<String, Amount> exceeded = new TreeMap<>();
            Map<String, Amount> had = before == null ? Map.of() : usage(resource, before);
            usage.forEach((key, amount) -> {
                Amount more = amount.minus(had.getOrDefault(key, Amount.NONE));
                if (hard.has(key)
                        && more.isMoreThan(Amount.NONE)
                        && used(quota, namespace, key).plus(more).isMoreThan(Amount.of(hard.path(key)))) {
                    exceeded.put(key, more);
                }
            });
            if (!exceeded.isEmpty()) {
                throw ApiStatus.forbidden(resource, name, exceeded(quota, namespace, hard, exceeded));
            }
        }
    }

    private String exceeded(ObjectNode quota, String namespace, JsonNode hard, Map<String, Amount> exceeded) {
        Map<String, Amount> used = new TreeMap<>();
        Map<String, Amount> limited = new TreeMap<>();
        exceeded.keySet().forEach(key -> {
            used.put(key, used(quota, namespace, key));
            limited.put(key, Amount.of(hard.path(key)));
        });
        return "exceeded quota: " + ApiObject.name(quota) + ", requested: " + text(exceeded) + ", used: " + text(used)
                + ", limited: " + text(limited);
    }

    private static String text(Map<String, Amount> amounts) {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** A pod must say what it needs of each resource that a quota limits. */
    private static void requireAmounts(ObjectNode quota, JsonNode hard, ObjectNode pod) {
        Map<String, TreeSet<String>> missing = new TreeMap<>();
        for (ObjectNode container : ApiObject.containers(pod.path("spec"))) {
            Map<String, Amount> given =
                    computed(PodResources.amounts(container, "requests"), PodResources.amounts(container, "limits"));
            hard.propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(key -> COMPUTE.contains(key) && !given.containsKey(key))
                    .forEach(key -> missing.computeIfAbsent(key, none -> new TreeSet<>())
                            .add(SecuredPod.name(container)));
        }
        if (!missing.isEmpty()) {
            String must = missing.entrySet().stream()
                    .map(entry -> entry.getKey() + " for: " + String.join(",", entry.getValue()))
                    .collect(Collectors.joining("; "));
            throw ApiStatus.forbidden(
                    PODS, ApiObject.name(pod), "failed quota: " + ApiObject.name(quota) + ": must specify " + must);
        }
    }

    /** What the objects of a namespace use of a resource, as far as a quota counts them. */
    private Amount used(ObjectNode quota, String namespace, String key) {
        Amount used = Amount.NONE;
        for (ApiResource resource : ApiResources.all()) {
            if (resource.namespaced() && resource.verbs().contains("list") && counts(resource, key)) {
                for (ObjectNode object : store.list(resource, namespace)) {
                    if (isInScope(quota, resource, object)) {
                        used = used.plus(usage(resource, object).getOrDefault(key, Amount.NONE));
                    }
                }
            }
        }
        return used;
    }

    private static boolean counts(ApiResource resource, String key) {
        return switch (resource.plural()) {
            case "pods" -> !key.startsWith("count/") && !COUNTED.contains(key) || key.equals("count/pods");
            case "services" -> key.startsWith("services") || key.equals("count/services");
            case "persistentvolumeclaims" -> key.equals("requests.storage") || key.endsWith("persistentvolumeclaims");
            default -> key.equals("count/" + resource.qualifiedName()) || key.equals(resource.plural());
        };
    }

    private static Map<String, Amount> usage(ApiResource resource, ObjectNode object) {
        Map<String, Amount> usage = new TreeMap<>();
        usage.put("count/" + resource.qualifiedName(), Amount.ONE);
        if (resource.group().isEmpty() && COUNTED.contains(resource.plural())) {
            usage.put(resource.plural(), Amount.ONE);
        }
        switch (resource.plural()) {
            case "pods" -> {
                if (!Set.of("Succeeded", "Failed")
                        .contains(object.at("/status/phase").asString(""))) {
                    usage.put("pods", Amount.ONE);
                    usage.putAll(computed(PodResources.of(object, "requests"), PodResources.of(object, "limits")));
                }
            }
            case "services" -> {
                String type = object.at("/spec/type").asString("ClusterIP");
                Amount ports =
                        new Amount(BigDecimal.valueOf(object.at("/spec/ports").size()), false);
                usage.put("services.loadbalancers", type.equals("LoadBalancer") ? Amount.ONE : Amount.NONE);
                usage.put("services.nodeports", type.equals("ClusterIP") ? Amount.NONE : ports);
            }
            case "persistentvolumeclaims" -> {
                JsonNode storage = object.at("/spec/resources/requests/storage");
                usage.put("requests.storage", storage.isMissingNode() ? Amount.NONE : Amount.of(storage));
            }
            default -> {}
        }
        return usage;
    }

    /** Requests and limits under the names that a quota has for them. */
    private static Map<String, Amount> computed(Map<String, Amount> requests, Map<String, Amount> limits) {
        Map<String, Amount> computed = new TreeMap<>();
        requests.forEach((name, amount) -> {
            computed.put("requests." + name, amount);
            if (!name.contains("/")) {
                computed.put(name, amount);
            }
        });
        limits.forEach((name, amount) -> computed.put("limits." + name, amount));
        return computed;
    }

    private static boolean isInScope(ObjectNode quota, ApiResource resource, ObjectNode object) {
        List<JsonNode> scopes = scopes(quota).toList();
        return scopes.isEmpty() || resource.equals(PODS) && scopes.stream().allMatch(scope -> isInScope(scope, object));
    }

    private static Stream<JsonNode> scopes(ObjectNode quota) {
        JsonNode spec = quota.path("spec");
        return Stream.concat(
                spec.path("scopes")
                        .valueStream()
                        .map(name -> ResourceStore.JSON
                                .createObjectNode()
                                .put("scopeName", name.asString(""))
                                .put("operator", "Exists")),
                spec.at("/scopeSelector/matchExpressions").valueStream());
    }

    private static boolean isInScope(JsonNode scope, ObjectNode pod) {
        JsonNode spec = pod.path("spec");
        boolean bestEffort = pod.at("/status/qosClass").asString("").equals("BestEffort");
        return switch (scope.path("scopeName").asString("")) {
            case "Terminating" -> spec.has("activeDeadlineSeconds");
            case "NotTerminating" -> !spec.has("activeDeadlineSeconds");
            case "BestEffort" -> bestEffort;
            case "NotBestEffort" -> !bestEffort;
            case "PriorityClass" -> LabelSelectors.meets(scope, priorityClass(spec));
            case "CrossNamespacePodAffinity" -> namesNamespaces(spec.path("affinity"));
            default -> false;
        };
    }

    /** The name of a pod's priority class; missing if it has none. */
    private static JsonNode priorityClass(JsonNode spec) {
        JsonNode name = spec.path("priorityClassName");
        return name.asString("").isEmpty() ? MissingNode.getInstance() : name;
    }

    private static boolean namesNamespaces(JsonNode affinity) {
        return Stream.of("podAffinity", "podAntiAffinity")
                .map(affinity::path)
                .flatMap(kind -> Stream.concat(
                        kind.path("requiredDuringSchedulingIgnoredDuringExecution")
                                .valueStream(),
                        kind.path("preferredDuringSchedulingIgnoredDuringExecution")
                                .valueStream()
                                .map(weighted -> weighted.path("podAffinityTerm"))))
                .anyMatch(term -> !term.path("namespaces").isEmpty() || term.has("namespaceSelector"));
    }
}
