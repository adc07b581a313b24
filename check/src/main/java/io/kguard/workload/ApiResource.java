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
 * @param names what it is called
 * @param namespaced whether its objects live in namespaces
 * @param verbs the verbs it supports
 * @param fidelity how close its objects are to those of a real cluster
 */
@API(status = API.Status.INTERNAL)
public record ApiResource(
        String group, String version, Names names, boolean namespaced, List<String> verbs, Fidelity fidelity) {
    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    public ApiResource {
        verbs = verbs.isEmpty() ? ALL_VERBS : List.copyOf(verbs);
    }

    /**
     * What a resource is called.
     *
     * @param plural its name in paths
     * @param kind the kind of its objects; empty if it has none
     * @param shortNames kubectl's short names for it
     * @param categories such as {@code all}
     */
    public record Names(String plural, String kind, List<String> shortNames, List<String> categories) {
        public Names {
            shortNames = List.copyOf(shortNames);
            categories = List.copyOf(categories);
        }
    }

    /**
     * How close the objects of a resource are to those of a real cluster.
     *
     * @param effect what they do
     * @param gap what they do in a real cluster and not here, or why they are refused; empty if nothing
     */
    public record Fidelity(Effect effect, String gap) {}

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
                group,
                "v1",
                new Names(plural, "", List.of(), List.of()),
                namespaced,
                List.of(verb),
                new Fidelity(Effect.ENFORCED, ""));
    }

    /** Its name in paths. */
    public String plural() {
        return names.plural();
    }

    /** The kind of its objects; empty if it has none. */
    public String kind() {
        return names.kind();
    }

    /** Kubectl's short names for it. */
    public List<String> shortNames() {
        return names.shortNames();
    }

    /** Its categories, such as {@code all}. */
    public List<String> categories() {
        return names.categories();
    }

    /** What its objects do. */
    public Effect effect() {
        return fidelity.effect();
    }

    /** What its objects do in a real cluster and not here, or why they are refused; empty if nothing. */
    public String gap() {
        return fidelity.gap();
    }

    public String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind().toLowerCase(Locale.ROOT);
    }

    /** The path of the objects of a namespace; of the whole cluster if the namespace is empty. */
    public String path(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "") + "/" + plural();
    }

    /** The name in messages: {@code pods} or {@code deployments.apps}. */
    public String qualifiedName() {
        return group.isEmpty() ? plural() : plural() + "." + group;
    }
}
