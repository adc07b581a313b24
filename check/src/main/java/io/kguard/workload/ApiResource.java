// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A resource that the API server serves.
 *
 * @param group its API group, empty for the core group
 * @param version its version
 * @param plural its name in paths
 * @param kind the kind of its objects; empty if it has none
 * @param namespaced whether its objects live in namespaces
 * @param shortNames kubectl's short names for it
 * @param categories such as {@code all}
 * @param verbs the verbs it supports
 * @param effect what its objects do
 * @param gap what its objects do in a real cluster and not here, or why they are refused; empty if nothing
 */
@API(status = API.Status.INTERNAL)
public record ApiResource(
        String group,
        String version,
        String plural,
        String kind,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        Effect effect,
        String gap) {
    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    public ApiResource {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = verbs.isEmpty() ? ALL_VERBS : List.copyOf(verbs);
    }

    /** What the objects of a resource do. */
    public enum Effect {
        /** What a real cluster does with them, but for the gap. */
        ENFORCED,
        /** They can be read and changed, and do nothing. */
        STORED,
        /** They can't be created. */
        REFUSED
    }

    /** A resource that has no objects, only permissions. */
    public static ApiResource ofPermissions(String group, String plural, boolean namespaced, String verb) {
        return new ApiResource(
                group, "v1", plural, "", namespaced, List.of(), List.of(), List.of(verb), Effect.ENFORCED, "");
    }

    public String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** The path of the objects of a namespace; of the whole cluster if the namespace is empty. */
    public String path(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /** The name in messages: {@code pods} or {@code deployments.apps}. */
    public String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
