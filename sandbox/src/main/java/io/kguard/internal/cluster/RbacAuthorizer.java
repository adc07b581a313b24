// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a user may make a request, from the roles and bindings in the store.
 *
 * <p>Source: Kubernetes, "Using RBAC Authorization".
 */
record RbacAuthorizer(ResourceStore store) {
    private static final ApiResource CLUSTER_ROLES = ApiResources.rbac("clusterroles");
    private static final ApiResource CLUSTER_ROLE_BINDINGS = ApiResources.rbac("clusterrolebindings");
    private static final ApiResource ROLES = ApiResources.rbac("roles");
    private static final ApiResource ROLE_BINDINGS = ApiResources.rbac("rolebindings");

    /**
     * A decision.
     *
     * @param allowed whether the request is allowed
     * @param reason the reason for audit events; empty for a refusal
     */
    public record Decision(boolean allowed, String reason) {
        public static final Decision NO = new Decision(false, "");
    }

    /**
     * A role that a user has.
     *
     * @param reason why the user has it, for audit events
     */
    private record Held(JsonNode role, String reason) {}

    public Decision decide(UserInfo user, RequestInfo request) {
        if (user.groups().contains(UserInfo.MASTERS)) {
            return new Decision(true, "");
        }
        return held(user, request.namespace())
                .filter(held -> held.role
                        .path("rules")
                        .valueStream()
                        .anyMatch(rule -> PolicyRule.of(rule).allows(request)))
                .findFirst()
                .map(held -> new Decision(true, held.reason))
                .orElse(Decision.NO);
    }

    /** The rules of the roles that a user has in a namespace and in the whole cluster. */
    public List<JsonNode> rules(UserInfo user, String namespace) {
        return held(user, namespace)
                .flatMap(held -> held.role.path("rules").valueStream())
                .toList();
    }

    private Stream<Held> held(UserInfo user, String namespace) {
        Stream<Held> inCluster =
                store.list(CLUSTER_ROLE_BINDINGS, "").stream().flatMap(binding -> held(user, binding, ""));
        return namespace.isEmpty()
                ? inCluster
                : Stream.concat(
                        inCluster,
                        store.list(ROLE_BINDINGS, namespace).stream()
                                .flatMap(binding -> held(user, binding, namespace)));
    }

    private Stream<Held> held(UserInfo user, ObjectNode binding, String namespace) {
        return binding.path("subjects")
                .valueStream()
                .filter(subject -> isMeant(user, subject, namespace))
                .limit(1)
                .flatMap(subject -> Stream.ofNullable(role(binding.path("roleRef"), namespace))
                        .map(role -> new Held(role, reason(binding, subject, namespace))));
    }

    private static String reason(ObjectNode binding, JsonNode subject, String namespace) {
        String name = ApiObject.name(binding);
        String subjectName = subject.path("name").asString("");
        String subjectText = subject.path("kind").asString("").equals("ServiceAccount")
                ? subjectName + "/" + subject.path("namespace").asString(namespace)
                : subjectName;
        String bindingText = namespace.isEmpty()
                ? "ClusterRoleBinding \"" + name + "\""
                : "RoleBinding \"" + name + "/" + namespace + "\"";
        return "RBAC: allowed by " + bindingText + " of "
                + binding.at("/roleRef/kind").asString("") + " \""
                + binding.at("/roleRef/name").asString("") + "\" to "
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

    private @Nullable ObjectNode role(JsonNode roleRef, String namespace) {
        String name = roleRef.path("name").asString("");
        return roleRef.path("kind").asString("").equals("Role")
                ? store.find(ROLES, namespace, name)
                : store.find(CLUSTER_ROLES, "", name);
    }
}
