// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many pods a workload has, as an object of its own: {@code kubectl scale} and autoscalers change that.
 *
 * <p>Source: Kubernetes API, Scale of autoscaling/v1.
 */
record ScaleEndpoint(ResourceStore store, Admission admission) {
    /** The workloads that have a scale. */
    static final List<ApiResource> SCALED = List.of(
            ApiResources.apps("deployments"), ApiResources.apps("replicasets"), ApiResources.apps("statefulsets"));

    static final String KIND = "Scale";
    static final String GROUP = "autoscaling";
    static final String VERSION = "v1";
    private static final String REPLICAS = "replicas";

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        ApiResource resource = exchange.resource();
        if (!SCALED.contains(resource)) {
            throw ApiStatus.notServed(info);
        }
        ObjectNode workload = store.get(resource, info.namespace(), info.name());
        switch (info.verb()) {
            case "get" -> exchange.respond(200, scale(workload));
            case "update" -> change(exchange, resource, workload, exchange.objectBody());
            case "patch" -> {
                JsonNode patch = exchange.patch();
                change(exchange, resource, workload, Patch.apply(scale(workload), exchange.mediaType(), patch));
            }
            default -> throw ApiStatus.methodNotAllowed();
        }
    }

    private void change(Exchange exchange, ApiResource resource, ObjectNode workload, ObjectNode scale) {
        RequestInfo info = exchange.info();
        ResourceEndpoint.requireName(info, scale);
        JsonNode replicas = scale.path("spec").path(REPLICAS);
        if (!replicas.isInt() && !replicas.isMissingNode() || replicas.asInt(0) < 0) {
            throw new ApiStatus(
                    422,
                    KIND + "." + GROUP + " \"" + info.name() + "\" is invalid: spec.replicas: Invalid value: "
                            + replicas + ": must be a number that is not below 0");
        }
        ObjectNode changed = workload.deepCopy();
        ObjectNode spec = ApiObject.part(changed, "spec");
        spec.put(REPLICAS, replicas.asInt(0));
        admission.admitChange(resource, workload, changed, exchange);
        exchange.respond(
                200,
                scale(
                        ResourceEndpoint.isDryRun(exchange)
                                ? changed
                                : store.update(resource, info.namespace(), info.name(), changed)));
    }

    /** The scale of a workload. */
    private static ObjectNode scale(ObjectNode workload) {
        ObjectNode scale = ResourceStore.JSON.createObjectNode();
        scale.put("kind", KIND).put("apiVersion", GROUP + "/" + VERSION);
        ApiObject.copy(
                workload.path("metadata"),
                scale.putObject("metadata"),
                "name",
                "namespace",
                "uid",
                "resourceVersion",
                "creationTimestamp");
        scale.putObject("spec")
                .put(REPLICAS, workload.path("spec").path(REPLICAS).asInt(1));
        ObjectNode status = scale.putObject("status");
        status.put(REPLICAS, workload.path("status").path(REPLICAS).asInt(0));
        StringJoiner selector = new StringJoiner(",");
        workload.at("/spec/selector/matchLabels")
                .properties()
                .forEach(label ->
                        selector.add(label.getKey() + "=" + label.getValue().asString()));
        status.put("selector", selector.toString());
        return scale;
    }
}
