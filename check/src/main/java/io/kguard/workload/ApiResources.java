// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.internal.file.ResourceTable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The resources that the API server serves, from a table. */
@API(status = API.Status.INTERNAL)
public final class ApiResources {
    private static final List<ApiResource> ALL = read();

    private ApiResources() {}

    public static List<ApiResource> all() {
        return ALL;
    }

    /** The API groups, without the core group, in alphabetical order. */
    public static Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        ALL.forEach(resource -> groups.add(resource.group()));
        groups.remove("");
        return groups;
    }

    public static List<ApiResource> of(String group, String version) {
        return ALL.stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.version().equals(version))
                .toList();
    }

    public static @Nullable ApiResource find(String group, String version, String plural) {
        return of(group, version).stream()
                .filter(resource -> resource.plural().equals(plural))
                .findFirst()
                .orElse(null);
    }

    /** The resource of a kind, or null if it is not served. */
    public static @Nullable ApiResource ofKind(String apiVersion, String kind) {
        return ALL.stream()
                .filter(resource ->
                        resource.kind().equals(kind) && resource.groupVersion().equals(apiVersion))
                .findFirst()
                .orElse(null);
    }

    /** The core resource with a plural name, which must exist. */
    public static ApiResource core(String plural) {
        return existing("", plural);
    }

    /** The RBAC resource with a plural name, which must exist. */
    public static ApiResource rbac(String plural) {
        return existing("rbac.authorization.k8s.io", plural);
    }

    /** The resource of the group {@code apps} with a plural name, which must exist. */
    public static ApiResource apps(String plural) {
        return existing("apps", plural);
    }

    /** The resource of the group {@code networking.k8s.io} with a plural name, which must exist. */
    public static ApiResource networking(String plural) {
        return existing("networking.k8s.io", plural);
    }

    /** The resource of a group with a plural name, which must exist. */
    public static ApiResource existing(String group, String plural) {
        ApiResource resource = find(group, "v1", plural);
        if (resource == null) {
            throw new IllegalArgumentException("the table of API resources lacks " + plural);
        }
        return resource;
    }

    private static List<ApiResource> read() {
        return ResourceTable.rows(ApiResources.class, "resources.tsv", 10).stream()
                .map(ApiResources::resource)
                .toList();
    }

    private static ApiResource resource(String[] row) {
        return new ApiResource(
                row[0],
                row[1],
                new ApiResource.Names(row[2], row[3], words(row[5]), words(row[6])),
                Boolean.parseBoolean(row[4]),
                words(row[7]),
                new ApiResource.Fidelity(ApiResource.Effect.valueOf(row[8].toUpperCase(Locale.ROOT)), row[9]));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
