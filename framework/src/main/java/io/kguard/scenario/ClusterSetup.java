// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The simulated cluster that a scenario plays against: pods are created by its API server, and {@code kubectl} works.
 *
 * @param objects what is there before the first pod: service accounts, roles, secrets and the like. That they came there
 *     is no part of the act, so no audit event tells of it
 */
@API(status = API.Status.STABLE)
public record ClusterSetup(List<HasMetadata> objects) {
    /** A cluster with nothing in it but what every cluster has. */
    public static final ClusterSetup EMPTY = new ClusterSetup(List.of());

    /** Copies the list. */
    public ClusterSetup {
        objects = List.copyOf(objects);
    }
}
