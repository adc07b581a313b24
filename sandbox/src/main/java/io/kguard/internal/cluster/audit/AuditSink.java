// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.audit;

/** Receives audit events as they happen. */
@FunctionalInterface
public interface AuditSink {
    /**
     * Called with each event of the API server, in the order in which they happen.
     *
     * @param event one {@code audit.k8s.io/v1} {@code Event} as compact JSON
     */
    void accept(String event);
}
