// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What people look at in a cluster: its nodes, pods and network policies, each with its state in a few words. */
final class ClusterOverview {
    private static final int MAX_STATE = 300;

    private final Map<String, String> states = new LinkedHashMap<>();

    private ClusterOverview(ResourceStore store) {
        add(store, ApiResources.core("nodes"), "node", ClusterOverview::node);
        add(store, ApiResources.core("pods"), "pod", ClusterOverview::pod);
        add(store, ApiResources.networking("networkpolicies"), "networkpolicy", object -> "there");
    }

    /** The states by the names of the objects, such as {@code pod ci/jenkins-0}. */
    static Map<String, String> of(ResourceStore store) {
        return new ClusterOverview(store).states;
    }

    private void add(ResourceStore store, ApiResource resource, String kind, Function<JsonNode, String> state) {
        Map<String, String> sorted = new TreeMap<>();
        store.list(resource, "").forEach(object -> {
            JsonNode metadata = object.path("metadata");
            String namespace = metadata.path("namespace").asString("");
            String name = kind + " " + (namespace.isEmpty() ? "" : namespace + "/")
                    + metadata.path("name").asString("");
            sorted.put(name, cut(state.apply(object) + described(metadata)));
        });
        states.putAll(sorted);
    }

    private static String node(JsonNode node) {
        return node.at("/spec/unschedulable").asBoolean(false) ? "takes no pods" : "takes pods";
    }

    private static String pod(JsonNode pod) {
        String phase = ApiObject.isDeleted(pod)
                ? "Terminating"
                : pod.at("/status/phase").asString("Pending");
        String node = pod.at("/spec/nodeName").asString("");
        return node.isEmpty() ? phase : phase + " on " + node;
    }

    /** The labels and annotations that somebody gave it. */
    private static String described(JsonNode metadata) {
        List<String> all = new ArrayList<>();
        for (String kind : List.of("labels", "annotations")) {
            List<String> given = new ArrayList<>();
            metadata.path(kind).properties().forEach(entry -> {
                if (!entry.getKey().contains("kubernetes.io/")) {
                    given.add(entry.getKey() + "=" + entry.getValue().asString(""));
                }
            });
            if (!given.isEmpty()) {
                all.add(", " + kind + " " + String.join(" ", given));
            }
        }
        return String.join("", all);
    }

    private static String cut(String state) {
        return state.length() <= MAX_STATE ? state : state.substring(0, MAX_STATE) + "...";
    }
}
