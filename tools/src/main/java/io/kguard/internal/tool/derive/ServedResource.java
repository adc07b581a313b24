// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.file.ResourceTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource of an API server, or a subresource.
 *
 * @param kind the kind of its objects; empty if it has none
 * @param version the version of the API, behind its group if it has one
 * @param ofCluster whether it is in no namespace
 * @param verbs what can be done with a subresource; empty for all
 */
record ServedResource(String kind, String version, boolean ofCluster, List<String> verbs) {
    private static final Map<String, ServedResource> ALL = new LinkedHashMap<>();

    /** A resource that a cluster has besides: {@code custom}. */
    private static final ServedResource OTHER = new ServedResource("", "example.com/v1", false, List.of());

    static {
        for (String[] row : ResourceTable.rows(ServedResource.class, "api-resources.tsv", 5)) {
            List<String> verbs = row[4].isEmpty() ? List.of() : List.of(row[4].split(" ", -1));
            ALL.put(row[0], new ServedResource(row[1], row[2], row[3].equals("cluster"), verbs));
        }
    }

    ServedResource {
        verbs = List.copyOf(verbs);
    }

    static ServedResource of(String resource) {
        return ALL.getOrDefault(resource, OTHER);
    }

    /** Whether a request can be for a subresource. */
    static boolean hasSubresource(String resource, String subresource, @Nullable String verb) {
        ServedResource found = ALL.get(resource + "/" + subresource);
        return found != null && (verb == null || found.verbs.isEmpty() || found.verbs.contains(verb));
    }

    static List<String> subresources(String resource) {
        String start = resource + "/";
        return ALL.keySet().stream()
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .toList();
    }

    /** Where its URIs begin. */
    String root() {
        return (version.contains("/") ? "/apis/" : "/api/") + version;
    }

    /** Its group; null if it is of the core. */
    @Nullable
    String group() {
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : null;
    }
}
