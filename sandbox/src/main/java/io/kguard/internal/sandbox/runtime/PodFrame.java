// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

/**
 * The type of a frame to the process that holds a pod: {@code pod_frame} of {@code pod.h}, which documents the
 * contents.
 */
enum PodFrame {
    HOST_NAME('h'),
    ADDRESS('a'),
    TCP_PEER('t'),
    UDP_PEER('u'),
    UNIX_PEER('s'),
    MOUNTS('m'),
    NODE('n'),
    FENCE('f'),
    PROBE('p'),
    END('.');

    private final char type;

    PodFrame(char type) {
        this.type = type;
    }

    char type() {
        return type;
    }
}
