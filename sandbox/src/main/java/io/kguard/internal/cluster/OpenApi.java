// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI v3 documents, as far as clients use them. kubectl looks up whether a resource's patch supports
 * {@code fieldValidation}, and then leaves validation to the server. Objects are described as free-form.
 */
final class OpenApi {
    private static final String ROOT = "/openapi/v3";

    private OpenApi() {}

    /** The document at a path, or null if the path does not belong to OpenAPI. */
    static @Nullable ObjectNode document(String path) {
        if (path.equals(ROOT)) {
            return index();
        }
        if (!path.startsWith(ROOT + "/")) {
            return null;
        }
        List<String> parts = List.of(path.substring(ROOT.length() + 1).split("/"));
        if (parts.size() == 2 && parts.get(0).equals("api")) {
            return groupVersion("", parts.get(1));
        }
        return parts.size() == 3 && parts.get(0).equals("apis") ? groupVersion(parts.get(1), parts.get(2)) : null;
    }

    private static ObjectNode index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        Set<String> roots = new TreeSet<>();
        for (ApiResource resource : ApiResources.all()) {
            roots.add(
                    resource.group().isEmpty()
                            ? "api/" + resource.version()
                            : "apis/" + resource.group() + "/" + resource.version());
        }
        roots.forEach(root -> paths.putObject(root).put("serverRelativeURL", ROOT + "/" + root));
        return index;
    }

    private static ObjectNode groupVersion(String group, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", Discovery.VERSION);
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (ApiResource resource : ApiResources.of(group, version)) {
            String path = resource.path(resource.namespaced() ? "{namespace}" : "") + "/{name}";
            ObjectNode patch = paths.putObject(path).putObject("patch");
            patch.put("x-kubernetes-action", "patch");
            kind(patch.putObject("x-kubernetes-group-version-kind"), resource);
            ArrayNode parameters = patch.putArray("parameters");
            parameters.addObject().put("name", "fieldValidation").put("in", "query");
            parameters.addObject().put("name", "dryRun").put("in", "query");
            ObjectNode schema = schemas.putObject(schemaName(resource));
            schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
            kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), resource);
        }
        return document;
    }

    private static String schemaName(ApiResource resource) {
        String group = resource.group().isEmpty() ? "core" : resource.group().replaceFirst("\\..*", "");
        return "io.k8s.api." + group + "." + resource.version() + "." + resource.kind();
    }

    private static void kind(ObjectNode target, ApiResource resource) {
        target.put("group", resource.group()).put("kind", resource.kind()).put("version", resource.version());
    }
}
