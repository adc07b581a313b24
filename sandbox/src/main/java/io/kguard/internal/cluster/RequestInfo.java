// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in Kubernetes' terms.
 *
 * <p>Source: Kubernetes, "Authorization", request attributes.
 *
 * @param verb such as {@code get}, {@code list}, {@code watch}; the HTTP method in lower case for a path that is not a
 *     resource's
 * @param path the path without the query
 * @param object what the path names
 * @param query the query's parameters
 */
record RequestInfo(String verb, String path, ObjectRef object, MultiMap query) {
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");
    /** The allowed path of a URL. Source: RFC 3986, section 3.3. */
    private static final Pattern URL_PATH = Pattern.compile("(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*+");

    /**
     * An object or a collection of objects, as the {@code objectRef} of an audit event has it.
     *
     * @param group the API group, empty for the core group
     * @param version the API version; empty for a path that is not a resource's
     * @param resource the resource, or null for one that there is not and for a path that is not a resource's
     * @param namespace the namespace; empty if absent
     * @param name the object's name; empty if absent
     * @param subresource such as {@code exec}; empty if absent
     */
    public record ObjectRef(
            String group,
            String version,
            @Nullable ApiResource resource,
            String namespace,
            String name,
            String subresource) {
        /** Of a path that is not a resource's. */
        static final ObjectRef NONE = new ObjectRef("", "", null, "", "", "");
    }

    /** A request on an object that nobody sends: the question is whether one may. */
    public static RequestInfo question(
            String verb, ApiResource resource, String namespace, String name, String subresource) {
        ObjectRef object = new ObjectRef(resource.group(), resource.version(), resource, namespace, name, subresource);
        return new RequestInfo(verb, "", object, MultiMap.caseInsensitiveMultiMap());
    }

    /** The same of a path that is not a resource's. */
    public static RequestInfo question(String verb, String path) {
        return new RequestInfo(verb, path, ObjectRef.NONE, MultiMap.caseInsensitiveMultiMap());
    }

    public static RequestInfo of(String method, String path, MultiMap query) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        boolean core = parts.size() >= 3 && parts.get(0).equals("api");
        boolean grouped = parts.size() >= 4 && parts.get(0).equals("apis");
        if (!core && !grouped) {
            return new RequestInfo(method.toLowerCase(Locale.ROOT), path, ObjectRef.NONE, query);
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(core ? 1 : 2);
        List<String> rest = parts.subList(core ? 2 : 3, parts.size());
        String namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() >= 2) {
            namespace = rest.get(1);
            if (rest.size() >= 3 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
                rest = rest.subList(2, rest.size());
            }
        }
        String plural = rest.get(0);
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        ApiResource resource = ApiResources.find(group, version, plural);
        String verb = verb(method, name, query);
        ObjectRef object = new ObjectRef(group, version, resource, namespace, name, subresource);
        return new RequestInfo(verb, path, object, query);
    }

    /**
     * Refuses a malformed URL, which the HTTP server library accepts.
     *
     * @throws ApiStatus 400 if the path is malformed
     */
    public void requireUrl() {
        if (!URL_PATH.matcher(path).matches()) {
            throw ApiStatus.badRequest("the path of the request is not that of a URL");
        }
    }

    private static String verb(String method, String name, MultiMap query) {
        boolean watch = "true".equals(query.get("watch")) || "1".equals(query.get("watch"));
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            case "GET", "HEAD" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    public String group() {
        return object.group;
    }

    public String version() {
        return object.version;
    }

    public @Nullable ApiResource resource() {
        return object.resource;
    }

    public String namespace() {
        return object.namespace;
    }

    public String name() {
        return object.name;
    }

    public String subresource() {
        return object.subresource;
    }

    /** A parameter of the query; empty if absent. */
    String parameter(String key) {
        String value = query.get(key);
        return value == null ? "" : value;
    }

    /** Whether the request opens a connection into a pod. */
    boolean connects() {
        return Set.of("exec", "attach", "portforward").contains(subresource());
    }

    public boolean isResourceRequest() {
        return !version().isEmpty();
    }

    /** Whether the response continues after it has started: a watch, a followed log, a connection. */
    public boolean isLongRunning() {
        return verb.equals("watch")
                || connects()
                || subresource().equals("log") && parameter("follow").equals("true");
    }

    /** The name in RBAC rules: {@code pods/exec} or {@code pods}. */
    public String resourceAndSubresource() {
        return withSubresource(object.resource == null ? path : object.resource.plural());
    }

    private String withSubresource(String plural) {
        return subresource().isEmpty() ? plural : plural + "/" + subresource();
    }

    /** The resource by the name that its path has, whether the API server serves it or not. */
    String resourceName() {
        return object.resource == null ? path.substring(path.lastIndexOf('/') + 1) : object.resource.plural();
    }

    /** Such as {@code create pods/exec}, or {@code get /version}. */
    String title() {
        return verb + " " + (isResourceRequest() ? withSubresource(resourceName()) : path);
    }
}
