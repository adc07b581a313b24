// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.store;

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
 * @param group the API group, empty for the core group
 * @param version the API version
 * @param resource the resource, or null for a path that is not a resource's
 * @param namespace the namespace; empty if absent
 * @param name the object's name; empty if absent
 * @param subresource such as {@code exec}; empty if absent
 * @param query the query's parameters
 */
public record RequestInfo(
        String verb,
        String path,
        String group,
        String version,
        @Nullable ApiResource resource,
        String namespace,
        String name,
        String subresource,
        MultiMap query) {
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");
    /** The allowed path of a URL. Source: RFC 3986, section 3.3. */
    private static final Pattern URL_PATH = Pattern.compile("(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*+");

    public static RequestInfo of(String method, String path, MultiMap query) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        boolean core = parts.size() >= 3 && parts.get(0).equals("api");
        boolean grouped = parts.size() >= 4 && parts.get(0).equals("apis");
        if (!core && !grouped) {
            return new RequestInfo(method.toLowerCase(Locale.ROOT), path, "", "", null, "", "", "", query);
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
        return new RequestInfo(verb, path, group, version, resource, namespace, name, subresource, query);
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

    /** Whether the request opens a connection into a pod. */
    boolean connects() {
        return subresource.equals("exec") || subresource.equals("attach") || subresource.equals("portforward");
    }

    public boolean isResourceRequest() {
        return !version.isEmpty();
    }

    /** Whether the response continues after it has started: a watch, a followed log, a connection. */
    public boolean isLongRunning() {
        return verb.equals("watch") || connects() || subresource.equals("log") && "true".equals(query.get("follow"));
    }

    /** The name in RBAC rules: {@code pods/exec} or {@code pods}. */
    public String resourceAndSubresource() {
        String plural = resource == null ? path : resource.plural();
        return subresource.isEmpty() ? plural : plural + "/" + subresource;
    }
}
