package io.kguard.cluster;

/** Takes audit events as they happen. */
@FunctionalInterface
public interface AuditSink {
    /**
     * An event of the API server, in the order in which they happened.
     *
     * @param event one {@code audit.k8s.io/v1} {@code Event} as compact JSON
     */
    void accept(String event);
}
