// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** The purpose of a process in a container. */
public enum ProcessCategory {
    NONE,
    /** A process of the container itself. */
    CONTAINER,
    HEALTHCHECK,
    LIVENESS_PROBE,
    READINESS_PROBE
}
