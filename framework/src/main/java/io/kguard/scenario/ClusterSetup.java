// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The simulated cluster that a scenario plays against. Its API server creates the pods, and {@code kubectl} works with
 * it.
 *
 * @param objects the objects before the first pod: service accounts, roles, secrets and the like. Their creation is not
 *     part of the act and causes no audit events
 */
@API(status = API.Status.STABLE)
public record ClusterSetup(List<HasMetadata> objects) {
    /** A cluster without additional objects. */
    public static final ClusterSetup EMPTY = new ClusterSetup(List.of());

    /** Copies the list. */
    public ClusterSetup {
        objects = List.copyOf(objects);
    }
}
