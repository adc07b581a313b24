// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kguard.engine.Alert;
import io.kguard.reaction.FieldMatch;
import org.jspecify.annotations.Nullable;

/** The object that an alert of the audit log is about. */
final class AuditTarget {
    private AuditTarget() {}

    static Finished delete(KubernetesClient client, Alert alert) {
        String kind = field(alert, "ka.target.resource");
        String name = field(alert, "ka.target.name");
        String namespace = field(alert, "ka.target.namespace");
        boolean global = kind.equals("namespaces") || kind.equals("clusterroles");
        for (String[] needed : new String[][] {
            {kind, "resource"}, {name, "name"}, {global ? "-" : namespace, "namespace"},
        }) {
            if (needed[0].isEmpty()) {
                return Finished.failed(
                        "no object",
                        "missing target " + needed[1] + " (ka.target." + needed[1] + "): add %ka.target." + needed[1]
                                + " to the rule's output");
            }
        }
        String singular = kind.endsWith("s") ? kind.substring(0, kind.length() - 1) : kind;
        String target = singular + " " + (global ? "" : namespace + "/") + name;
        Resource<? extends HasMetadata> resource = resource(client, kind, namespace, name);
        if (resource == null) {
            return Finished.failed(target, "the resource doesn't exist or its type is not yet managed");
        }
        if (resource.get() == null) {
            return Finished.gone(target, kind + " \"" + name + "\" not found");
        }
        resource.delete();
        return Finished.done(target);
    }

    private static String field(Alert alert, String name) {
        Object value = alert.fields().get(name);
        return value == null ? "" : FieldMatch.text(value);
    }

    private static @Nullable Resource<? extends HasMetadata> resource(
            KubernetesClient client, String kind, String namespace, String name) {
        return switch (kind) {
            case "namespaces" -> client.namespaces().withName(name);
            case "configmaps" -> client.configMaps().inNamespace(namespace).withName(name);
            case "secrets" -> client.secrets().inNamespace(namespace).withName(name);
            case "services" -> client.services().inNamespace(namespace).withName(name);
            case "serviceaccounts" ->
                client.serviceAccounts().inNamespace(namespace).withName(name);
            case "deployments" ->
                client.apps().deployments().inNamespace(namespace).withName(name);
            case "daemonsets" ->
                client.apps().daemonSets().inNamespace(namespace).withName(name);
            case "statefulsets" ->
                client.apps().statefulSets().inNamespace(namespace).withName(name);
            case "replicasets" ->
                client.apps().replicaSets().inNamespace(namespace).withName(name);
            case "roles" -> client.rbac().roles().inNamespace(namespace).withName(name);
            case "clusterroles" -> client.rbac().clusterRoles().withName(name);
            default -> null;
        };
    }
}
