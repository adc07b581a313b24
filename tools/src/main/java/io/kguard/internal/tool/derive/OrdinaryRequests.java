// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.EVENT_NUMBER;

import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.tool.derive.Fact.Place;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** The kinds of resources that are called after them. */
    private static final List<String> KINDS = List.of("""
            Pod ConfigMap Deployment DaemonSet StatefulSet Service ServiceAccount Secret Role RoleBinding ClusterRole
            ClusterRoleBinding Namespace Node Job CronJob Ingress""".split("\\s+", -1));

    private static final Set<String> WRITING = Set.of("create", "update", "patch");
    private static final Set<String> NUMBERS = Set.of("code", "runAsUser", "runAsGroup", "fsGroup", "hostPort");

    /** The values to try of each place, after the ordinary one. */
    private static final Map<String, List<String>> PLACES = new LinkedHashMap<>();

    /** The ordinary values that depend on nothing. */
    private static final Map<String, String> ORDINARY = new HashMap<>();

    static {
        for (String[] row : ResourceTable.rows(OrdinaryRequests.class, "ordinary-request.tsv", -1)) {
            PLACES.put(row[0], List.of(row).subList(2, row.length));
            if (!row[1].equals("-")) {
                ORDINARY.put(row[0], row[1]);
            }
        }
    }

    @Override
    public @Nullable String value(Fact fact, Facts facts) {
        String pointer = fact.pointer();
        return switch (pointer) {
            case "/requestURI" -> uri(facts);
            case "/objectRef/namespace" ->
                OF_CLUSTER.contains(facts.value(new Place("/objectRef/resource"), "")) ? null : "shop";
            case "/responseStatus/code" -> facts.is(new Place("/verb"), "create") ? "201" : "200";
            case "/requestObject/spec/containers/-/name" -> writes("pods", facts) ? "web" : null;
            case "/requestObject/spec/containers/-/image" ->
                writes("pods", facts) ? "registry.example.com/web:1.0" : null;
            case "/requestObject/metadata/name", "/responseObject/metadata/name" ->
                writes(null, facts) ? facts.at("/objectRef/name") : null;
            case "/requestObject/kind" ->
                writes(null, facts) ? kind(facts.value(new Place("/objectRef/resource"), "")) : null;
            case "/requestObject/apiVersion" -> writes(null, facts) ? "v1" : null;
            default -> fact == EVENT_NUMBER ? "9" : ORDINARY.get(pointer);
        };
    }

    /** The pointers of an ordinary request, in the order of a document. */
    static List<String> pointers() {
        return List.copyOf(PLACES.keySet());
    }

    private static boolean writes(@Nullable String resource, Facts facts) {
        return WRITING.contains(facts.value(new Place("/verb"), ""))
                && facts.at("/objectRef/subresource") == null
                && (resource == null || facts.is(new Place("/objectRef/resource"), resource));
    }

    /** The kind of a resource, as far as its name tells. */
    private static String kind(String resource) {
        for (String kind : KINDS) {
            String plural = kind.toLowerCase(Locale.ROOT);
            if (resource.equals(plural.endsWith("s") ? plural + "es" : plural + "s")) {
                return kind;
            }
        }
        return "Object";
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
        List<String> values = new ArrayList<>(PLACES.getOrDefault(pointer, List.of()));
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
