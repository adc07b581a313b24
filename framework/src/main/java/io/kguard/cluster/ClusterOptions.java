// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.kguard.sandbox.PodListener;
import io.kguard.sandbox.PodSetup;
import org.apiguardian.api.API;

/**
 * How a cluster is set up.
 *
 * @param listener hears of each container before its first process runs
 * @param setup what pods find around them; the API server is added to it
 * @param audit takes the API server's audit events
 */
@API(status = API.Status.INTERNAL)
public record ClusterOptions(PodListener listener, PodSetup setup, AuditSink audit) {
    /** Nobody listens, pods find the default peers, audit events go nowhere. */
    public static ClusterOptions defaults() {
        return new ClusterOptions(PodListener.NONE, PodSetup.defaults(), event -> {});
    }

    /** With a listener. */
    public ClusterOptions withListener(PodListener value) {
        return new ClusterOptions(value, setup, audit);
    }

    /** With other surroundings for pods. */
    public ClusterOptions withSetup(PodSetup value) {
        return new ClusterOptions(listener, value, audit);
    }

    /** With a taker of audit events. */
    public ClusterOptions withAudit(AuditSink value) {
        return new ClusterOptions(listener, setup, value);
    }
}
