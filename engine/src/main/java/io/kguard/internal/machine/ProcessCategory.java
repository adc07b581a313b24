// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** What a process in a container is there for. */
public enum ProcessCategory {
    NONE,
    /** The container's own. */
    CONTAINER,
    HEALTHCHECK,
    LIVENESS_PROBE,
    READINESS_PROBE
}
