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
 * @param nodes how many nodes it has, from 1 to {@value #MAX_NODES}: {@code kguard-node}, {@code kguard-node-2} and so on
 */
@API(status = API.Status.INTERNAL)
public record ClusterSetup(List<HasMetadata> objects, int nodes) {
    /** The most nodes that a cluster may have. */
    public static final int MAX_NODES = 5;

    /** A cluster without additional objects. */
    public static final ClusterSetup EMPTY = new ClusterSetup(List.of(), 1);

    /** Copies the list, and checks the number of nodes. */
    public ClusterSetup {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("a cluster has 1 to " + MAX_NODES + " nodes, not " + nodes);
        }
        objects = List.copyOf(objects);
    }
}
