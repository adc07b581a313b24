// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
        for (ApiResource resource : ALL) {
            if (resource.plural().equals(plural)
                    && resource.group().equals(group)
                    && resource.version().equals(version)) {
                return resource;
            }
        }
        return null;
    }

    /** The resource of a kind, or null if it is not served. */
    public static @Nullable ApiResource ofKind(String apiVersion, String kind) {
        for (ApiResource resource : ALL) {
            if (resource.kind().equals(kind) && resource.groupVersion().equals(apiVersion)) {
                return resource;
            }
        }
        return null;
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
        InputStream stream = ApiResources.class.getResourceAsStream("resources.tsv");
        if (stream == null) {
            throw new IllegalStateException("the kguard jar is incomplete: resources.tsv is missing from it");
        }
        List<ApiResource> resources = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    resources.add(resource(line.split("\t", 10)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table of API resources", e);
        }
        return List.copyOf(resources);
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
