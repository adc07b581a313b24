// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The initial objects of a cluster: its node, the service {@code kubernetes}, the usual cluster roles. */
final class BuiltInObjects {
    private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";

    private BuiltInObjects() {}

    static void create(ResourceStore store, int nodes) {
        for (int number = 1; number <= nodes; number++) {
            store.create(ApiResources.core("nodes"), "", node(Admission.nodeName(number), number == 1));
        }
        store.create(ApiResources.core("services"), "default", service());
        clusterRole(store, "cluster-admin", rule("*", "*", "*"), paths("*", "*"));
        userRoles(store);
        systemRoles(store);
    }

    /** The roles for users of a namespace. Each has the rules of the roles whose label says so. */
    private static void userRoles(ResourceStore store) {
        String write = "create delete deletecollection patch update";
        String read = "get list watch";
        List<ObjectNode> view = gathered(
                store,
                "view",
                rule(
                        "core",
                        "configmaps endpoints persistentvolumeclaims pods replicationcontrollers serviceaccounts services"
                                + " bindings events limitranges namespaces/status pods/log pods/status resourcequotas"
                                + " resourcequotas/status namespaces",
                        read),
                rule("discovery.k8s.io", "endpointslices", read),
                rule("apps", "controllerrevisions daemonsets deployments replicasets statefulsets", read),
                rule("autoscaling", "horizontalpodautoscalers", read),
                rule("batch", "cronjobs jobs", read),
                rule("policy", "poddisruptionbudgets", read),
                rule("networking.k8s.io", "ingresses networkpolicies", read));
        List<ObjectNode> edit = gathered(
                store,
                "edit",
                rule("core", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", read),
                rule("core", "serviceaccounts", "impersonate"),
                rule("core", "pods pods/attach pods/exec pods/portforward pods/proxy", write),
                rule("core", "pods/eviction serviceaccounts/token", "create"),
                rule(
                        "core",
                        "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale"
                                + " secrets serviceaccounts services services/proxy",
                        write),
                rule(
                        "apps",
                        "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale"
                                + " statefulsets statefulsets/scale",
                        write),
                rule("autoscaling", "horizontalpodautoscalers", write),
                rule("batch", "cronjobs jobs", write),
                rule("policy", "poddisruptionbudgets", write),
                rule("networking.k8s.io", "ingresses networkpolicies", write),
                rule("coordination.k8s.io", "leases", write + " " + read));
        List<ObjectNode> admin = gathered(
                store,
                "admin",
                rule("authorization.k8s.io", "localsubjectaccessreviews", "create"),
                rule("rbac.authorization.k8s.io", "rolebindings roles", write + " " + read));
        gathering(store, "view", "edit", Stream.of(view));
        gathering(store, "edit", "admin", Stream.of(edit, view));
        gathering(store, "admin", "", Stream.of(edit, view, admin));
    }

    /** A role that gathers the rules of others, which it has from the start, and which other role gathers its own; empty if none. */
    private static void gathering(
            ResourceStore store, String name, String gatheredBy, Stream<List<ObjectNode>> gathered) {
        ApiResource clusterRoles = ApiResources.rbac("clusterroles");
        ObjectNode role = Admission.named(clusterRoles, name);
        if (!gatheredBy.isEmpty()) {
            role.withObject("metadata").putObject("labels").put(AGGREGATE + gatheredBy, "true");
        }
        role.putObject("aggregationRule")
                .putArray("clusterRoleSelectors")
                .addObject()
                .putObject("matchLabels")
                .put(AGGREGATE + name, "true");
        gathered.flatMap(List::stream).forEach(role.putArray("rules")::add);
        store.create(clusterRoles, "", role);
    }

    private static List<ObjectNode> gathered(ResourceStore store, String by, ObjectNode... rules) {
        ApiResource clusterRoles = ApiResources.rbac("clusterroles");
        ObjectNode role = Admission.named(clusterRoles, "system:aggregate-to-" + by);
        role.withObject("metadata").putObject("labels").put(AGGREGATE + by, "true");
        List.of(rules).forEach(role.putArray("rules")::add);
        store.create(clusterRoles, "", role);
        return List.of(rules);
    }

    /** What everybody may do, and what a kubelet may. */
    private static void systemRoles(ResourceStore store) {
        clusterRole(store, "system:public-info-viewer", paths("/healthz /livez /readyz /version /version/", "get"));
        bind(store, "system:public-info-viewer", "system:authenticated system:unauthenticated");
        clusterRole(
                store,
                "system:discovery",
                paths(
                        "/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/",
                        "get"));
        bind(store, "system:discovery", "system:authenticated");
        clusterRole(
                store,
                "system:basic-user",
                rule("authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews", "create"),
                rule("authentication.k8s.io", "selfsubjectreviews", "create"));
        bind(store, "system:basic-user", "system:authenticated");
        clusterRole(
                store,
                "system:node",
                rule("", "nodes", "create get list watch"),
                rule("", "nodes/status pods/status", "patch update"),
                rule("", "pods", "create delete get list watch"),
                rule("", "services", "get list watch"));
    }

    private static ObjectNode node(String name, boolean controlPlane) {
        ObjectNode node = Admission.named(ApiResources.core("nodes"), name);
        ObjectNode labels = node.withObject("metadata")
                .putObject("labels")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux");
        if (controlPlane) {
            labels.put("node-role.kubernetes.io/control-plane", "");
        }
        node.putObject("spec");
        ObjectNode status = node.putObject("status");
        status.putObject("nodeInfo")
                .put("kubeletVersion", Discovery.VERSION)
                .put("containerRuntimeVersion", "containerd://2.0.0")
                .put("operatingSystem", "linux");
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        return node;
    }

    private static ObjectNode service() {
        ObjectNode service = Admission.named(ApiResources.core("services"), "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", Cluster.SERVICE_ADDRESS).put("type", "ClusterIP");
        spec.putArray("ports").addObject().put("name", "https").put("port", 443).put("protocol", "TCP");
        return service;
    }

    private static void clusterRole(ResourceStore store, String name, ObjectNode... rules) {
        ApiResource clusterRoles = ApiResources.rbac("clusterroles");
        ObjectNode role = Admission.named(clusterRoles, name);
        List.of(rules).forEach(role.putArray("rules")::add);
        store.create(clusterRoles, "", role);
    }

    private static ObjectNode rule(String groups, String resources, String verbs) {
        ObjectNode rule = ResourceStore.JSON.createObjectNode();
        words(rule.putArray("apiGroups"), groups.equals("core") ? "" : groups);
        words(rule.putArray("resources"), resources);
        words(rule.putArray("verbs"), verbs);
        return rule;
    }

    private static ObjectNode paths(String paths, String verbs) {
        ObjectNode rule = ResourceStore.JSON.createObjectNode();
        words(rule.putArray("nonResourceURLs"), paths);
        words(rule.putArray("verbs"), verbs);
        return rule;
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
