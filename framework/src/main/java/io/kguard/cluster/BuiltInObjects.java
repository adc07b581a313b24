// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The initial objects of a cluster: its node, the service {@code kubernetes}, the usual cluster roles. */
final class BuiltInObjects {
    private BuiltInObjects() {}

    static void create(ResourceStore store) {
        store.create(ApiResources.core("nodes"), "", node());
        store.create(ApiResources.core("services"), "default", service());
        clusterRole(store, "cluster-admin", "*", "*", "*");
        clusterRole(store, "admin", "*", "*", "*");
        clusterRole(
                store,
                "edit",
                "*",
                "pods pods/exec pods/attach pods/log services configmaps secrets serviceaccounts deployments replicasets"
                        + " daemonsets statefulsets jobs cronjobs ingresses networkpolicies persistentvolumeclaims events",
                "create delete deletecollection get list patch update watch");
        clusterRole(
                store,
                "view",
                "*",
                "pods pods/log services configmaps serviceaccounts deployments replicasets daemonsets statefulsets jobs"
                        + " cronjobs ingresses networkpolicies persistentvolumeclaims events namespaces",
                "get list watch");
    }

    private static ObjectNode node() {
        ObjectNode node = Admission.named(ApiResources.core("nodes"), Admission.NODE);
        node.withObject("metadata")
                .putObject("labels")
                .put("kubernetes.io/hostname", Admission.NODE)
                .put("kubernetes.io/os", "linux")
                .put("node-role.kubernetes.io/control-plane", "");
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

    private static void clusterRole(ResourceStore store, String name, String groups, String resources, String verbs) {
        ApiResource clusterRoles = ApiResources.rbac("clusterroles");
        ObjectNode role = Admission.named(clusterRoles, name);
        ArrayNode rules = role.putArray("rules");
        ObjectNode rule = rules.addObject();
        words(rule.putArray("apiGroups"), groups);
        words(rule.putArray("resources"), resources);
        words(rule.putArray("verbs"), verbs);
        if (verbs.equals("*")) {
            ObjectNode paths = rules.addObject();
            words(paths.putArray("nonResourceURLs"), "*");
            words(paths.putArray("verbs"), "*");
        }
        store.create(clusterRoles, "", role);
    }

    private static void words(ArrayNode list, String words) {
        Stream.of(words.split(" ")).forEach(list::add);
    }
}
