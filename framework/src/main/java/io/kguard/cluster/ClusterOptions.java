// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.kguard.sandbox.PodListener;
import io.kguard.sandbox.PodSetup;
import org.apiguardian.api.API;

/**
 * Options of a cluster.
 *
 * @param listener is notified of each container before its first process runs
 * @param setup the environment of pods, to which the API server is added
 * @param audit receives the API server's audit events
 * @param metadata receives what a collector tells of pods and of the objects that they belong to
 */
@API(status = API.Status.INTERNAL)
public record ClusterOptions(PodListener listener, PodSetup setup, AuditSink audit, MetadataSink metadata) {
    /** No listener, the default peers, and no receivers of audit events and metadata. */
    public static ClusterOptions defaults() {
        return new ClusterOptions(PodListener.NONE, PodSetup.defaults(), event -> {}, event -> {});
    }

    /** These options with a listener. */
    public ClusterOptions withListener(PodListener value) {
        return new ClusterOptions(value, setup, audit, metadata);
    }

    /** These options with another environment for pods. */
    public ClusterOptions withSetup(PodSetup value) {
        return new ClusterOptions(listener, value, audit, metadata);
    }

    /** These options with a receiver of audit events. */
    public ClusterOptions withAudit(AuditSink value) {
        return new ClusterOptions(listener, setup, value, metadata);
    }

    /** These options with a receiver of metadata. */
    public ClusterOptions withMetadata(MetadataSink value) {
        return new ClusterOptions(listener, setup, audit, value);
    }
}
