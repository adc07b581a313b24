// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

/**
 * Something that happened to a running pod. Its processes may not have done what they should.
 *
 * @param kind the kind of incident
 * @param text a sentence without its full stop: what happened to what, and the limit if one was reached
 */
public record Incident(Kind kind, String text) {

    public enum Kind {
        /** A container's first process was killed by a signal. */
        KILLED,
        /** A container's first process ended with a status other than 0. */
        FAILED,
        /** A hook or probe of a container did not do what it should. */
        HOOK_FAILED,
        /** The kernel killed a process because a container reached its memory limit. */
        OUT_OF_MEMORY,
        /** The kernel refused a process or thread because a container reached its limit. */
        OUT_OF_PROCESSES,
        /** A container filled its writable layer. */
        OUT_OF_DISK,
        /** The pod was ended because it took too much of what no limit of the kernel bounds. */
        OVERRUN,
        /** The kernel dropped what a container's sockets should have received, because of a limit. */
        OUT_OF_SOCKET_MEMORY,
        /** The sandbox lost control of a container, or of the pod's network. */
        LOST
    }
}
