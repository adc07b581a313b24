// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.endpoint;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents that tell clients what the API server serves: groups, versions and resources.
 *
 * <p>Source: Kubernetes, "API concepts", discovery (the form of one document a group version).
 */
public final class Discovery {
    public static final String VERSION = "v1.32.3";

    private Discovery() {}

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
        ApiResources.all().stream()
                .filter(resource -> resource.group().equals(name))
                .map(ApiResource::version)
                .distinct()
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
            ArrayNode verbs = entry.putArray("verbs");
            resource.verbs().forEach(verbs::add);
            if (!resource.shortNames().isEmpty()) {
                ArrayNode names = entry.putArray("shortNames");
                resource.shortNames().forEach(names::add);
            }
            if (!resource.categories().isEmpty()) {
                ArrayNode categories = entry.putArray("categories");
                resource.categories().forEach(categories::add);
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
        ArrayNode list = entry.putArray("verbs");
        List.of(verbs).forEach(list::add);
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
