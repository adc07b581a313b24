// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

/** The type of a frame to a shim: {@code session_request} of {@code session.h}, which documents the contents. */
enum ShimRequest {
    MOUNTS('m'),
    RUN('r'),
    INPUT('i'),
    INPUT_END('c'),
    SIZE('w'),
    SIGNAL('s'),
    PROBE('d');

    private final char type;

    ShimRequest(char type) {
        this.type = type;
    }

    char type() {
        return type;
    }
}
