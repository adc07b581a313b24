// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives aggregated cluster roles the rules of the roles that they select.
 *
 * <p>Source: Kubernetes, "Using RBAC Authorization", aggregated ClusterRoles.
 */
final class ClusterRoleAggregation {
    private static final ApiResource ROLES = ApiResources.rbac("clusterroles");

    private ClusterRoleAggregation() {}

    /** Keeps the aggregated roles of a store up to date from now on. */
    public static void watch(ResourceStore store, ControllerTasks tasks) {
        store.watch(change -> {
            if (change.resource().equals(ROLES)) {
                tasks.later(() -> aggregate(store));
            }
        });
    }

    static boolean isAggregated(JsonNode role) {
        return !role.at("/aggregationRule/clusterRoleSelectors").isEmpty();
    }

    /** Brings all aggregated roles up to date. A role that selects another aggregated one needs a second round. */
    public static void aggregate(ResourceStore store) {
        synchronized (store) {
            boolean changed = true;
            while (changed) {
                changed = false;
                List<ObjectNode> roles = store.list(ROLES, "").stream()
                        .sorted(Comparator.comparing(ApiObject::name))
                        .toList();
                for (ObjectNode role : roles) {
                    changed |= isAggregated(role) && gather(store, roles, role);
                }
            }
        }
    }

    private static boolean gather(ResourceStore store, List<ObjectNode> roles, ObjectNode role) {
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (JsonNode selector : role.at("/aggregationRule/clusterRoleSelectors")) {
            for (ObjectNode other : roles) {
                if (!ApiObject.name(other).equals(ApiObject.name(role)) && LabelSelectors.selects(selector, other)) {
                    other.path("rules").forEach(rules::add);
                }
            }
        }
        ObjectNode gathered = role.deepCopy();
        rules.forEach(gathered.putArray("rules")::add);
        if (gathered.path("rules").equals(role.path("rules"))) {
            return false;
        }
        store.update(ROLES, "", ApiObject.name(role), gathered);
        return true;
    }
}
