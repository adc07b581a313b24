// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kguard.engine.Alert;
import io.kguard.reaction.FieldMatch;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Set;

/** The object that an alert of the audit log is about. */
final class AuditTarget {
    /** What Falco Talon deletes, by the names in paths. */
    private static final Set<String> MANAGED =
            Set.of(("namespaces configmaps secrets services serviceaccounts deployments"
                            + " daemonsets statefulsets replicasets roles clusterroles")
                    .split(" "));

    private AuditTarget() {}

    static Finished delete(KubernetesClient client, Alert alert) {
        String kind = field(alert, "ka.target.resource");
        String name = field(alert, "ka.target.name");
        String namespace = field(alert, "ka.target.namespace");
        ApiResource managed = ApiResources.all().stream()
                .filter(resource -> resource.plural().equals(kind) && MANAGED.contains(kind))
                .findFirst()
                .orElse(null);
        boolean global = managed != null && !managed.namespaced();
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
        if (managed == null) {
            return Finished.failed(target, "the resource doesn't exist or its type is not yet managed");
        }
        Resource<?> resource = ActionRun.object(client, managed, namespace, name);
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
}
