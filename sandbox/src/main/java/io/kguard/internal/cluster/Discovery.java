// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents that tell clients what the API server serves: groups, versions and resources.
 *
 * <p>Source: Kubernetes, "API concepts", discovery: the form of one document a group version, and the aggregated form, in two
 * documents for all.
 */
final class Discovery {
    public static final String VERSION = "v1.32.3";

    /** The type of a document in the aggregated form. */
    static final String AGGREGATED_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private Discovery() {}

    /** The document at a path in the aggregated form, or null if the client does not want it, or the path has none. */
    static @Nullable ObjectNode aggregated(String path, String acceptHeader) {
        boolean core = path.equals("/api") || path.equals("/api/");
        boolean wanted = acceptHeader.replace(" ", "").contains(AGGREGATED_TYPE);
        if (!wanted || !core && !path.equals("/apis") && !path.equals("/apis/")) {
            return null;
        }
        ObjectNode list = object("APIGroupDiscoveryList", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (String group : core ? List.of("") : ApiResources.groups()) {
            ObjectNode item = items.addObject();
            item.putObject("metadata").put("name", group);
            ArrayNode versions = item.putArray("versions");
            versions(group).forEach(version -> {
                ObjectNode resources = resources(group, version);
                if (resources != null) {
                    ObjectNode entry = versions.addObject().put("version", version);
                    aggregate(resources, group, version, entry.putArray("resources"));
                    entry.put("freshness", "Current");
                }
            });
        }
        return list;
    }

    /** Adds the resources of a document of one group version in the aggregated form. */
    private static void aggregate(ObjectNode document, String group, String version, ArrayNode aggregated) {
        Map<String, ObjectNode> parents = new HashMap<>();
        for (JsonNode resource : document.path("resources")) {
            String[] names = resource.path("name").asString("").split("/", 2);
            ObjectNode entry;
            if (names.length == 1) {
                entry = aggregated.addObject().put("resource", names[0]);
                parents.put(names[0], entry);
            } else {
                entry = Objects.requireNonNull(parents.get(names[0]))
                        .withArray("subresources")
                        .addObject()
                        .put("subresource", names[1]);
            }
            entry.putObject("responseKind")
                    .put("group", resource.path("group").asString(group))
                    .put("version", resource.path("version").asString(version))
                    .put("kind", resource.path("kind").asString(""));
            entry.set("verbs", resource.path("verbs"));
            if (names.length == 1) {
                entry.put("scope", resource.path("namespaced").asBoolean() ? "Namespaced" : "Cluster")
                        .put("singularResource", resource.path("singularName").asString(""));
                ApiObject.copy(resource, entry, "shortNames", "categories");
            }
        }
    }

    private static Stream<String> versions(String group) {
        return ApiResources.all().stream()
                .filter(resource -> resource.group().equals(group))
                .map(ApiResource::version)
                .distinct();
    }

    /** The document at a path, or null if the path does not belong to discovery. */
    static @Nullable ObjectNode document(String path) {
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
        if (path.equals("/version") || path.equals("/version/")) {
            return version();
        }
        if (parts.get(0).equals("api")) {
            return parts.size() == 1
                    ? coreVersions()
                    : parts.size() == 2 && parts.get(1).equals("v1") ? resources("", "v1") : null;
        }
        if (parts.get(0).equals("apis")) {
            return switch (parts.size()) {
                case 1 -> groups();
                case 2 -> ApiResources.groups().contains(parts.get(1)) ? group(parts.get(1), true) : null;
                case 3 -> resources(parts.get(1), parts.get(2));
                default -> null;
            };
        }
        return null;
    }

    private static ObjectNode version() {
        return object("", "")
                .put("major", "1")
                .put("minor", "32")
                .put("gitVersion", VERSION)
                .put("gitTreeState", "clean")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = object("APIVersions", "");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private static ObjectNode groups() {
        ObjectNode list = object("APIGroupList", "v1");
        ArrayNode groups = list.putArray("groups");
        ApiResources.groups().forEach(name -> groups.add(group(name, false)));
        return list;
    }

    private static ObjectNode group(String name, boolean whole) {
        ObjectNode group = whole ? object("APIGroup", "v1") : JsonNodeFactory.instance.objectNode();
        group.put("name", name);
        ArrayNode versions = group.putArray("versions");
        versions(name)
                .forEach(version -> versions.addObject()
                        .put("groupVersion", name + "/" + version)
                        .put("version", version));
        group.set("preferredVersion", versions.get(0));
        return group;
    }

    private static @Nullable ObjectNode resources(String group, String version) {
        List<ApiResource> resources = ApiResources.of(group, version);
        if (resources.isEmpty()) {
            return null;
        }
        ObjectNode list = object("APIResourceList", "v1");
        list.put("groupVersion", resources.get(0).groupVersion());
        ArrayNode entries = list.putArray("resources");
        for (ApiResource resource : resources) {
            ObjectNode entry = entries.addObject()
                    .put("name", resource.plural())
                    .put("singularName", resource.singular())
                    .put("namespaced", resource.namespaced())
                    .put("kind", resource.kind());
            resource.verbs().forEach(entry.putArray("verbs")::add);
            if (!resource.shortNames().isEmpty()) {
                resource.shortNames().forEach(entry.putArray("shortNames")::add);
            }
            if (!resource.categories().isEmpty()) {
                resource.categories().forEach(entry.putArray("categories")::add);
            }
        }
        if (group.isEmpty()) {
            subresource(entries, "pods/exec", "PodExecOptions", "create", "get");
            subresource(entries, "pods/attach", "PodAttachOptions", "create", "get");
            subresource(entries, "pods/log", "Pod", "get");
            subresource(entries, "pods/eviction", "Eviction", "create")
                    .put("group", "policy")
                    .put("version", "v1");
            subresource(entries, "pods/portforward", "PodPortForwardOptions", "create", "get");
            subresource(entries, "serviceaccounts/token", "TokenRequest", "create");
            subresource(entries, "pods/ephemeralcontainers", "Pod", "get", "patch", "update");
            subresource(entries, "pods/status", "Pod", "get", "patch", "update");
        }
        for (ApiResource resource : ScaleEndpoint.SCALED) {
            if (resources.contains(resource)) {
                subresource(entries, resource.plural() + "/scale", ScaleEndpoint.KIND, "get", "patch", "update")
                        .put("group", ScaleEndpoint.GROUP)
                        .put("version", ScaleEndpoint.VERSION);
            }
        }
        return list;
    }

    private static ObjectNode subresource(ArrayNode entries, String name, String kind, String... verbs) {
        ObjectNode entry = entries.addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", true)
                .put("kind", kind);
        List.of(verbs).forEach(entry.putArray("verbs")::add);
        return entry;
    }

    private static ObjectNode object(String kind, String apiVersion) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (!kind.isEmpty()) {
            object.put("kind", kind);
        }
        return apiVersion.isEmpty() ? object : object.put("apiVersion", apiVersion);
    }
}
