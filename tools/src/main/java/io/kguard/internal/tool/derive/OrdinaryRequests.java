// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.EVENT_NUMBER;

import io.kguard.internal.tool.derive.Fact.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ordinary request of a person to a Kubernetes API server. */
final class OrdinaryRequests implements Ordinary {
    private static final Set<String> OF_CLUSTER = Set.of(
            "nodes",
            "namespaces",
            "clusterroles",
            "clusterrolebindings",
            "persistentvolumes",
            "customresourcedefinitions");
    private static final Set<String> WRITING = Set.of("create", "update", "patch");
    private static final Set<String> NUMBERS = Set.of("code", "runAsUser", "runAsGroup", "fsGroup", "hostPort");

    private static final Map<String, List<String>> PREFERRED = Map.of(
            "/verb", List.of("get", "create", "delete", "update", "patch", "list"),
            "/user/username", List.of("jane", "john", "system:serviceaccount:shop:web"),
            "/objectRef/resource",
                    List.of(
                            "pods",
                            "configmaps",
                            "deployments",
                            "services",
                            "secrets",
                            "roles",
                            "clusterroles",
                            "nodes"),
            "/objectRef/namespace", List.of("shop", "default"),
            "/objectRef/name", List.of("web-0", "web"),
            "/responseStatus/code", List.of("200", "201", "403", "404", "409"),
            "/stage", List.of("ResponseComplete", "RequestReceived", "ResponseStarted"),
            "/annotations/authorization.k8s.io~1decision", List.of("allow", "forbid"));

    @Override
    public @Nullable String value(Fact fact, Facts facts) {
        return switch (fact.pointer()) {
            case "/kind" -> "Event";
            case "/apiVersion" -> "audit.k8s.io/v1";
            case "/level" -> "RequestResponse";
            case "/auditID" -> "0b9d1a52-6d0e-4c1e-9f3a-3f0c6d2b7a11";
            case "/stage" -> "ResponseComplete";
            case "/requestURI" -> uri(facts);
            case "/verb" -> "get";
            case "/user/username" -> "jane";
            case "/user/groups/-" -> "system:authenticated";
            case "/sourceIPs/-" -> "203.0.113.7";
            case "/userAgent" -> "kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc";
            case "/objectRef/resource" -> "pods";
            case "/objectRef/namespace" ->
                OF_CLUSTER.contains(facts.value(new Place("/objectRef/resource"), "")) ? null : "shop";
            case "/objectRef/name" -> "web-0";
            case "/objectRef/apiVersion" -> "v1";
            case "/responseStatus/code" -> facts.is(new Place("/verb"), "create") ? "201" : "200";
            case "/requestReceivedTimestamp" -> "2026-11-20T09:15:00.000000Z";
            case "/stageTimestamp" -> "2026-11-20T09:15:00.200000Z";
            case "/annotations/authorization.k8s.io~1decision" -> "allow";
            case "/annotations/authorization.k8s.io~1reason" -> "";
            case "/requestObject/spec/containers/-/name" -> writes("pods", facts) ? "web" : null;
            case "/requestObject/spec/containers/-/image" ->
                writes("pods", facts) ? "registry.example.com/web:1.0" : null;
            case "/requestObject/metadata/name", "/responseObject/metadata/name" ->
                writes(null, facts) ? facts.at("/objectRef/name") : null;
            case "/requestObject/kind" ->
                writes(null, facts) ? kind(facts.value(new Place("/objectRef/resource"), "")) : null;
            case "/requestObject/apiVersion" -> writes(null, facts) ? "v1" : null;
            default -> fact == EVENT_NUMBER ? "9" : null;
        };
    }

    /** The pointers of an ordinary request, in the order of a document. */
    static List<String> pointers() {
        return List.of(
                "/kind",
                "/apiVersion",
                "/level",
                "/auditID",
                "/stage",
                "/requestURI",
                "/verb",
                "/user/username",
                "/user/groups/-",
                "/sourceIPs/-",
                "/userAgent",
                "/objectRef/resource",
                "/objectRef/namespace",
                "/objectRef/name",
                "/objectRef/apiVersion",
                "/objectRef/subresource",
                "/responseStatus/code",
                "/requestObject/kind",
                "/requestObject/apiVersion",
                "/requestObject/metadata/name",
                "/requestObject/spec/containers/-/name",
                "/requestObject/spec/containers/-/image",
                "/responseObject/metadata/name",
                "/requestReceivedTimestamp",
                "/stageTimestamp",
                "/annotations/authorization.k8s.io~1decision",
                "/annotations/authorization.k8s.io~1reason");
    }

    private static boolean writes(@Nullable String resource, Facts facts) {
        return WRITING.contains(facts.value(new Place("/verb"), ""))
                && facts.at("/objectRef/subresource") == null
                && (resource == null || facts.is(new Place("/objectRef/resource"), resource));
    }

    /** The kind of a resource, as far as its name tells. */
    private static String kind(String resource) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (String kind : new String[] {
            "Pod",
            "ConfigMap",
            "Deployment",
            "DaemonSet",
            "StatefulSet",
            "Service",
            "ServiceAccount",
            "Secret",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding",
            "Namespace",
            "Node",
            "Job",
            "CronJob",
            "Ingress"
        }) {
            String plural = kind.toLowerCase(Locale.ROOT);
            kinds.put(plural.endsWith("s") ? plural + "es" : plural + "s", kind);
        }
        return kinds.getOrDefault(resource, "Object");
    }

    private static String uri(Facts facts) {
        StringBuilder uri = new StringBuilder("/api/v1");
        String namespace = facts.at("/objectRef/namespace");
        if (namespace != null) {
            uri.append("/namespaces/").append(namespace);
        }
        uri.append('/').append(facts.value(new Place("/objectRef/resource"), "pods"));
        String name = facts.at("/objectRef/name");
        String subresource = facts.at("/objectRef/subresource");
        if (name != null && (!facts.is(new Place("/verb"), "create") || subresource != null)) {
            uri.append('/').append(name);
        }
        return subresource == null
                ? uri.toString()
                : uri.append('/').append(subresource).toString();
    }

    @Override
    public List<String> preferred(Fact fact, Facts facts) {
        String pointer = fact.pointer();
        List<String> values = new ArrayList<>(PREFERRED.getOrDefault(pointer, List.of()));
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (NUMBERS.contains(last)) {
            values.addAll(List.of("0", "1000"));
        } else if (isFlag(last)) {
            values.addAll(List.of("true", "false"));
        } else {
            values.addAll(List.of("web", "data", "x"));
        }
        return values;
    }

    static boolean isFlag(String key) {
        return key.startsWith("host") && !key.equals("hostPath") && !key.equals("hostPort")
                || Set.of("privileged", "allowPrivilegeEscalation", "readOnlyRootFilesystem")
                        .contains(key);
    }

    /** What a place in a request has for a text. */
    static Object typed(String pointer, String value) {
        String key = pointer.replaceFirst("/-$", "").replaceFirst(".*/", "");
        if (NUMBERS.contains(key) && value.matches("0|[1-9][0-9]{0,17}")) {
            return Long.valueOf(value);
        }
        return isFlag(key) && (value.equals("true") || value.equals("false")) ? (Object) Boolean.valueOf(value) : value;
    }

    @Override
    public String glue(Fact fact) {
        return fact.pointer().contains("/-") ? "," : "";
    }

    @Override
    public boolean isPath(Fact fact, Facts facts) {
        return fact.pointer().endsWith("/hostPath/path");
    }

    @Override
    public boolean isOptional(Fact fact) {
        return fact instanceof Place place
                && !Set.of("/kind", "/auditID", "/stageTimestamp").contains(place.pointer());
    }
}
