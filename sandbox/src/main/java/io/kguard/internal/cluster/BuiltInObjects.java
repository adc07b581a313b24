// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.file.ResourceTable;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The initial objects of a cluster: its node, the service {@code kubernetes}, the usual cluster roles. */
final class BuiltInObjects {
    private static final ApiResource CLUSTER_ROLES = ApiResources.rbac("clusterroles");
    private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";

    private BuiltInObjects() {}

    static void create(ResourceStore store, int nodes) {
        for (int number = 1; number <= nodes; number++) {
            store.create(ApiResources.core("nodes"), "", node(Admission.nodeName(number), number == 1));
        }
        store.create(ApiResources.core("services"), "default", service());
        roles(store);
    }

    /** Creates the roles of the table, in which the rows of a role follow each other, and binds them. */
    private static void roles(ResourceStore store) {
        Map<String, ObjectNode> roles = new LinkedHashMap<>();
        Map<String, String> groups = new HashMap<>();
        for (String[] row : ResourceTable.rows(BuiltInObjects.class, "cluster-roles.tsv", 4)) {
            ObjectNode role = roles.computeIfAbsent(row[0], name -> Admission.named(CLUSTER_ROLES, name));
            switch (row[1]) {
                case "label" -> role.withObject("metadata").putObject("labels").put(AGGREGATE + row[2], "true");
                case "gathers" -> gather(role, row[2], roles);
                case "bound" -> groups.put(row[0], row[2]);
                case "paths" -> {
                    ObjectNode rule = role.withArray("rules").addObject();
                    words(rule.putArray("nonResourceURLs"), row[2]);
                    words(rule.putArray("verbs"), row[3]);
                }
                default -> {
                    ObjectNode rule = role.withArray("rules").addObject();
                    words(rule.putArray("apiGroups"), row[1].equals("core") ? "" : row[1]);
                    words(rule.putArray("resources"), row[2]);
                    words(rule.putArray("verbs"), row[3]);
                }
            }
        }
        roles.forEach((name, role) -> {
            store.create(CLUSTER_ROLES, "", role);
            if (groups.containsKey(name)) {
                bind(store, name, groups.get(name));
            }
        });
    }

    /** Gives a role from the start what the controller of aggregated roles would give it. */
    private static void gather(ObjectNode role, String names, Map<String, ObjectNode> roles) {
        role.putObject("aggregationRule")
                .putArray("clusterRoleSelectors")
                .addObject()
                .putObject("matchLabels")
                .put(AGGREGATE + ApiObject.name(role), "true");
        Stream.of(names.split(" "))
                .map(name -> Objects.requireNonNull(roles.get("system:aggregate-to-" + name)))
                .flatMap(gathered -> gathered.path("rules").valueStream())
                .forEach(role.putArray("rules")::add);
    }

    private static ObjectNode node(String name, boolean controlPlane) {
        ObjectNode node = (ObjectNode) ResourceStore.JSON.readTree("""
                {"apiVersion": "v1", "kind": "Node",
                 "metadata": {"name": "%1$s", "labels": {"kubernetes.io/hostname": "%1$s", "kubernetes.io/os": "linux"}},
                 "spec": {},
                 "status": {"nodeInfo": {"kubeletVersion": "%2$s", "containerRuntimeVersion": "containerd://2.0.0",
                     "operatingSystem": "linux"}, "conditions": [{"type": "Ready", "status": "True"}]}}
                """.formatted(name, Discovery.VERSION));
        if (controlPlane) {
            node.withObject("metadata").withObject("labels").put("node-role.kubernetes.io/control-plane", "");
        }
        return node;
    }

    private static ObjectNode service() {
        ObjectNode service = Admission.named(ApiResources.core("services"), "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", Cluster.SERVICE_ADDRESS).put("type", "ClusterIP");
        spec.putArray("ports").addObject().put("name", "https").put("port", 443).put("protocol", "TCP");
        return service;
    }

    /** Binds a cluster role to groups, under its own name. */
    private static void bind(ResourceStore store, String role, String groups) {
        ApiResource bindings = ApiResources.rbac("clusterrolebindings");
        ObjectNode binding = Admission.named(bindings, role);
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", role);
        ArrayNode subjects = binding.putArray("subjects");
        Stream.of(groups.split(" "))
                .forEach(group -> subjects.addObject()
                        .put("apiGroup", "rbac.authorization.k8s.io")
                        .put("kind", "Group")
                        .put("name", group));
        store.create(bindings, "", binding);
    }

    private static void words(ArrayNode list, String words) {
        Stream.of(words.split(" ")).forEach(list::add);
    }
}
