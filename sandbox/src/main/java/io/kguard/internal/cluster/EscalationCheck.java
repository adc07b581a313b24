// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refuses a role or a binding that gives more than its author has, unless the author may {@code escalate} or {@code bind}.
 *
 * <p>Source: Kubernetes, "Using RBAC Authorization", privilege escalation prevention and bootstrapping.
 */
record EscalationCheck(ResourceStore store, RbacAuthorizer authorizer) {
    /**
     * Checks what a user makes of an object.
     *
     * @param before the object that is changed, or null for a new one
     * @throws ApiStatus 403 if the user gives away what the user has not, 404 if the role of a binding is not there
     */
    public void check(
            UserInfo user, RequestInfo info, ApiResource resource, @Nullable ObjectNode before, ObjectNode after) {
        if (!resource.group().equals("rbac.authorization.k8s.io")
                || user.groups().contains(UserInfo.MASTERS)
                || before != null && lasting(before).equals(lasting(after))) {
            return;
        }
        if (resource.plural().endsWith("bindings")) {
            checkBinding(user, info.namespace(), resource, after);
        } else if (!mayEscalate(user, info, resource)) {
            checkRole(user, info.namespace(), resource, before, after);
        }
    }

    /** An object without what a garbage collector changes in it. */
    private static ObjectNode lasting(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("ownerReferences", "finalizers", "resourceVersion", "managedFields", "generation"));
        }
        return copy;
    }

    private void checkBinding(UserInfo user, String namespace, ApiResource resource, ObjectNode binding) {
        JsonNode roleRef = binding.path("roleRef");
        String kind = roleRef.path("kind").asString("");
        String name = roleRef.path("name").asString("");
        ApiResource roles = switch (kind) {
            case "ClusterRole" -> ApiResources.rbac("clusterroles");
            case "Role" -> ApiResources.rbac("roles");
            default -> throw ApiStatus.badRequest("unsupported role reference kind: \"" + kind + "\"");
        };
        if (isAllowed(user, "bind", roles, namespace, name)) {
            return;
        }
        ObjectNode role = store.get(roles, roles.namespaced() ? namespace : "", name);
        refuse(user, namespace, resource, binding, PolicyRule.all(role.path("rules")));
    }

    private boolean mayEscalate(UserInfo user, RequestInfo info, ApiResource resource) {
        return isAllowed(user, "escalate", resource, info.namespace(), info.name());
    }

    private boolean isAllowed(UserInfo user, String verb, ApiResource resource, String namespace, String name) {
        return authorizer
                .decide(user, RequestInfo.question(verb, resource, namespace, name, ""))
                .allowed();
    }

    private void checkRole(
            UserInfo user, String namespace, ApiResource resource, @Nullable ObjectNode before, ObjectNode role) {
        refuse(user, namespace, resource, role, PolicyRule.all(role.path("rules")));
        boolean gathers = ClusterRoleAggregation.isAggregated(role)
                || before != null && ClusterRoleAggregation.isAggregated(before);
        if (gathers
                && !PolicyRule.missing(held(user, namespace), PolicyRule.EVERYTHING)
                        .isEmpty()) {
            throw ApiStatus.forbidden(
                    resource, ApiObject.name(role), "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private void refuse(
            UserInfo user, String namespace, ApiResource resource, ObjectNode object, List<PolicyRule> given) {
        List<String> missing = PolicyRule.missing(held(user, namespace), given);
        if (!missing.isEmpty()) {
            throw ApiStatus.forbidden(
                    resource,
                    ApiObject.name(object),
                    "user \"" + user.username() + "\" (groups=" + PolicyRule.quoted(user.groups())
                            + ") is attempting to grant RBAC permissions not currently held:\n"
                            + String.join("\n", missing));
        }
    }

    private List<PolicyRule> held(UserInfo user, String namespace) {
        return PolicyRule.all(authorizer.rules(user, namespace));
    }
}
