// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.scenario.ClusterSetup;
import java.util.function.Consumer;

/**
 * Options of a cluster.
 *
 * @param listener is notified of each container before its first process runs
 * @param setup the environment of pods, to which the API server is added
 * @param audit the log of the API server
 * @param metadata receives what a collector reports about pods and the objects that they belong to: an event of the
 *     {@code k8s-metacollector} as compact JSON when one becomes known and when it changes. It must not block.
 * @param nodes how many nodes it has, as a {@link ClusterSetup} has it
 */
public record ClusterOptions(
        PodListener listener, PodSetup setup, AuditLog audit, Consumer<String> metadata, int nodes) {
    /** Checks the number of nodes. */
    public ClusterOptions {
        if (nodes < 1 || nodes > ClusterSetup.MAX_NODES) {
            throw new IllegalArgumentException("a cluster has 1 to " + ClusterSetup.MAX_NODES + " nodes, not " + nodes);
        }
    }

    /** One node, no listener, the default peers, and no receivers of audit events and metadata. */
    public static ClusterOptions defaults() {
        return new ClusterOptions(
                PodListener.NONE,
                PodSetup.defaults(),
                AuditLog.of(AuditPolicy.EVERYTHING, event -> {}),
                event -> {},
                1);
    }

    /** These options with a listener. */
    public ClusterOptions withListener(PodListener value) {
        return new ClusterOptions(value, setup, audit, metadata, nodes);
    }

    /** These options with another environment for pods. */
    public ClusterOptions withSetup(PodSetup value) {
        return new ClusterOptions(listener, value, audit, metadata, nodes);
    }

    /** These options with a receiver of audit events, which has everything of each request. */
    public ClusterOptions withAudit(Consumer<String> value) {
        return withAudit(AuditLog.of(AuditPolicy.EVERYTHING, value));
    }

    /** These options with an audit log. */
    public ClusterOptions withAudit(AuditLog value) {
        return new ClusterOptions(listener, setup, value, metadata, nodes);
    }

    /** These options with a receiver of metadata. */
    public ClusterOptions withMetadata(Consumer<String> value) {
        return new ClusterOptions(listener, setup, audit, value, nodes);
    }

    /** These options with another number of nodes. */
    public ClusterOptions withNodes(int value) {
        return new ClusterOptions(listener, setup, audit, metadata, value);
    }
}
