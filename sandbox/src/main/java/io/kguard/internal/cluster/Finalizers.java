// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names that hold a deleted object until somebody takes the last of them away.
 *
 * <p>Source: Kubernetes, "Finalizers"; the messages are those of the API server.
 */
final class Finalizers {
    /** Kinds that controllers or kubelets act on. What these do to one that is held is not simulated. */
    private static final Set<String> ACTED_ON =
            Set.of(("pods namespaces nodes deployments replicasets statefulsets daemonsets "
                            + "replicationcontrollers jobs cronjobs")
                    .split(" "));

    /** Those for which the garbage collector does something. */
    private static final Set<String> OF_COLLECTOR = Set.of("orphan", "foregroundDeletion");

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private Finalizers() {}

    /** Those of an object. */
    static List<String> of(JsonNode object) {
        return object.at("/metadata/finalizers")
                .valueStream()
                .map(name -> name.asString(""))
                .toList();
    }

    /**
     * Refuses names that an object can't have.
     *
     * @param before the object before a change; null if it is new
     * @throws ApiStatus 422 if one is no name, or is new on an object that is being deleted; 501 if it is not simulated
     */
    static void check(ApiResource resource, @Nullable ObjectNode before, ObjectNode object) {
        List<String> names = of(object);
        if (names.isEmpty()) {
            return;
        }
        String field = "metadata.finalizers of " + resource.qualifiedName();
        if (ACTED_ON.contains(resource.plural())) {
            throw ApiStatus.notSimulated(field + ": what controllers and kubelets do to one that is held");
        }
        String own = ApiObject.name(object);
        for (String name : names) {
            if (OF_COLLECTOR.contains(name)) {
                throw ApiStatus.notSimulated(field + ": the garbage collector does nothing for \"" + name + "\"");
            }
            if (!NAME.matcher(name).matches()) {
                throw ApiStatus.invalid(
                        resource, own, "metadata.finalizers: Invalid value: \"" + name + "\": it is no qualified name");
            }
        }
        if (before != null && ApiObject.isDeleted(before) && !of(before).containsAll(names)) {
            List<String> added =
                    names.stream().filter(name -> !of(before).contains(name)).toList();
            throw ApiStatus.invalid(
                    resource,
                    own,
                    "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found"
                            + " new finalizers []string{\"" + String.join("\", \"", added) + "\"}");
        }
    }
}
