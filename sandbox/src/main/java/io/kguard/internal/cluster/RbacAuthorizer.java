// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a user may make a request, from the roles and bindings in the store.
 *
 * <p>Source: Kubernetes, "Using RBAC Authorization".
 */
final class RbacAuthorizer {
    private final ResourceStore store;
    private final ApiResource clusterRoles = ApiResources.rbac("clusterroles");
    private final ApiResource clusterRoleBindings = ApiResources.rbac("clusterrolebindings");
    private final ApiResource roles = ApiResources.rbac("roles");
    private final ApiResource roleBindings = ApiResources.rbac("rolebindings");

    /**
     * A decision.
     *
     * @param allowed whether the request is allowed
     * @param reason the reason for audit events; empty for a refusal
     */
    public record Decision(boolean allowed, String reason) {
        public static final Decision NO = new Decision(false, "");
    }

    public RbacAuthorizer(ResourceStore store) {
        this.store = store;
    }

    public Decision decide(UserInfo user, RequestInfo request) {
        if (user.groups().contains(UserInfo.MASTERS)) {
            return new Decision(true, "");
        }
        for (ObjectNode binding : store.list(clusterRoleBindings, "")) {
            Decision decision = decide(user, request, binding, "");
            if (decision.allowed()) {
                return decision;
            }
        }
        if (!request.namespace().isEmpty()) {
            for (ObjectNode binding : store.list(roleBindings, request.namespace())) {
                Decision decision = decide(user, request, binding, request.namespace());
                if (decision.allowed()) {
                    return decision;
                }
            }
        }
        return Decision.NO;
    }

    /** The rules of the roles that a user has in a namespace and in the whole cluster. */
    public List<JsonNode> rules(UserInfo user, String namespace) {
        List<JsonNode> rules = new ArrayList<>();
        for (ObjectNode binding : store.list(clusterRoleBindings, "")) {
            addRules(rules, user, binding, "");
        }
        for (ObjectNode binding : namespace.isEmpty() ? List.<ObjectNode>of() : store.list(roleBindings, namespace)) {
            addRules(rules, user, binding, namespace);
        }
        return rules;
    }

    private void addRules(List<JsonNode> rules, UserInfo user, ObjectNode binding, String namespace) {
        ObjectNode role = role(binding.path("roleRef"), namespace);
        if (role != null
                && binding.path("subjects").valueStream().anyMatch(subject -> isMeant(user, subject, namespace))) {
            role.path("rules").forEach(rules::add);
        }
    }

    private Decision decide(UserInfo user, RequestInfo request, ObjectNode binding, String namespace) {
        for (JsonNode subject : binding.path("subjects")) {
            if (isMeant(user, subject, namespace) && roleAllows(binding.path("roleRef"), namespace, request)) {
                return new Decision(true, reason(binding, subject, namespace));
            }
        }
        return Decision.NO;
    }

    private static String reason(ObjectNode binding, JsonNode subject, String namespace) {
        String name = binding.path("metadata").path("name").asString("");
        String subjectName = subject.path("name").asString("");
        String subjectText = subject.path("kind").asString("").equals("ServiceAccount")
                ? subjectName + "/" + subject.path("namespace").asString(namespace)
                : subjectName;
        String bindingText = namespace.isEmpty()
                ? "ClusterRoleBinding \"" + name + "\""
                : "RoleBinding \"" + name + "/" + namespace + "\"";
        return "RBAC: allowed by " + bindingText + " of "
                + binding.path("roleRef").path("kind").asString("") + " \""
                + binding.path("roleRef").path("name").asString("") + "\" to "
                + subject.path("kind").asString("") + " \"" + subjectText + "\"";
    }

    private static boolean isMeant(UserInfo user, JsonNode subject, String bindingNamespace) {
        String name = subject.path("name").asString("");
        return switch (subject.path("kind").asString("")) {
            case "User" -> user.username().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" ->
                user.username()
                        .equals(UserInfo.SERVICE_ACCOUNT_PREFIX
                                + subject.path("namespace").asString(bindingNamespace) + ":" + name);
            default -> false;
        };
    }

    private boolean roleAllows(JsonNode roleRef, String namespace, RequestInfo request) {
        ObjectNode role = role(roleRef, namespace);
        if (role == null) {
            return false;
        }
        for (JsonNode rule : role.path("rules")) {
            if (ruleAllows(rule, request)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ObjectNode role(JsonNode roleRef, String namespace) {
        String name = roleRef.path("name").asString("");
        return roleRef.path("kind").asString("").equals("Role")
                ? store.find(roles, namespace, name)
                : store.find(clusterRoles, "", name);
    }

    private static boolean ruleAllows(JsonNode rule, RequestInfo request) {
        if (!contains(rule.path("verbs"), request.verb())) {
            return false;
        }
        if (!request.isResourceRequest()) {
            return rule.path("nonResourceURLs")
                    .valueStream()
                    .anyMatch(url -> pathMatches(url.asString(""), request.path()));
        }
        return contains(rule.path("apiGroups"), request.group())
                && resourceMatches(rule.path("resources"), request)
                && (rule.path("resourceNames").isEmpty() || isNamed(rule.path("resourceNames"), request.name()));
    }

    private static boolean resourceMatches(JsonNode resources, RequestInfo request) {
        String wanted = request.resourceAndSubresource();
        return resources
                .valueStream()
                .map(node -> node.asString(""))
                .anyMatch(resource -> resource.equals("*")
                        || resource.equals(wanted)
                        || !request.subresource().isEmpty() && resource.equals("*/" + request.subresource()));
    }

    /** Names of objects have no wildcard. */
    private static boolean isNamed(JsonNode names, String name) {
        return names.valueStream().anyMatch(entry -> entry.asString("").equals(name));
    }

    private static boolean contains(JsonNode list, String value) {
        return list.valueStream()
                .map(node -> node.asString(""))
                .anyMatch(entry -> entry.equals("*") || entry.equals(value));
    }

    private static boolean pathMatches(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}
