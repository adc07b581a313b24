// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one simulation may ask of its API server, which is in kguard's own memory. What exceeds a bound is refused, and the
 * simulation ends with an error: from then on the cluster is not what a real one would be.
 */
final class ClusterBounds {
    static final long MAX_OBJECTS = 5_000;
    static final long MAX_OBJECT_BYTES = 32L << 20;
    static final long MAX_REQUESTS = 50_000;
    static final long MAX_AUDIT_BYTES = 256L << 20;
    static final long MAX_CONNECTIONS = 200;
    static final long MAX_WATCHES = 100;
    static final long MAX_TRANSIT_BYTES = 64L << 20;

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong auditBytes = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong watches = new AtomicLong();
    private final AtomicLong transit = new AtomicLong();
    private final AtomicReference<@Nullable String> exceeded = new AtomicReference<>();

    /**
     * Counts objects and their size.
     *
     * @throws ApiStatus 429 if there are too many
     */
    void objects(long count, long bytes) {
        require(count <= MAX_OBJECTS, "more than " + MAX_OBJECTS + " objects");
        require(bytes <= MAX_OBJECT_BYTES, "more than " + (MAX_OBJECT_BYTES >> 20) + " MiB of objects");
    }

    /**
     * Counts a request.
     *
     * @throws ApiStatus 429 if there were too many
     */
    public void request() {
        require(requests.incrementAndGet() <= MAX_REQUESTS, "more than " + MAX_REQUESTS + " requests");
    }

    /** Counts an audit event. Returns whether it may be passed on. */
    public boolean audited(long bytes) {
        return holds(
                auditBytes.addAndGet(bytes) <= MAX_AUDIT_BYTES,
                "more than " + (MAX_AUDIT_BYTES >> 20) + " MiB of audit events");
    }

    /** Counts a connection. Returns whether it may stay. */
    public boolean connected() {
        return holds(connections.incrementAndGet() <= MAX_CONNECTIONS, "more than " + MAX_CONNECTIONS + " connections");
    }

    public void disconnected() {
        connections.decrementAndGet();
    }

    /**
     * Counts a watch, a log that is followed, or a command that a node runs.
     *
     * @throws ApiStatus 429 if there are too many
     */
    public void watched() {
        if (watches.incrementAndGet() > MAX_WATCHES) {
            watches.decrementAndGet();
            require(false, "more than " + MAX_WATCHES + " watches, followed logs and commands of nodes at once");
        }
    }

    public void unwatched() {
        watches.decrementAndGet();
    }

    /** The answer to a request for which there is no room now. */
    public static ApiStatus tooMuch() {
        return new ApiStatus(429, "the simulated API server has too much under way");
    }

    /** Counts bytes of bodies that are being received or have not been sent yet. Returns whether there is room for them. */
    public boolean takes(long bytes) {
        if (transit.addAndGet(bytes) <= MAX_TRANSIT_BYTES) {
            return true;
        }
        gives(bytes);
        return holds(false, "more than " + (MAX_TRANSIT_BYTES >> 20) + " MiB under way at once");
    }

    public void gives(long bytes) {
        transit.addAndGet(-bytes);
    }

    /**
     * Ends a simulation that exceeded a bound.
     *
     * @throws ClusterException with the first bound that was exceeded
     */
    public void check() {
        String first = exceeded.get();
        if (first != null) {
            throw new ClusterException("its API server was asked for " + first
                    + ", and refuses that. What came after it is not what a real cluster would do.");
        }
    }

    private void require(boolean held, String bound) {
        if (!holds(held, bound)) {
            throw new ApiStatus(429, "the simulated API server refuses " + bound);
        }
    }

    private boolean holds(boolean held, String bound) {
        if (!held) {
            exceeded.compareAndSet(null, bound);
        }
        return held;
    }
}
