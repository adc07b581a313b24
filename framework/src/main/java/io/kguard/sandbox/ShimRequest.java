// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

/** What a shim is asked for: {@code session_request} of {@code session.h}, which says what each frame holds. */
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
