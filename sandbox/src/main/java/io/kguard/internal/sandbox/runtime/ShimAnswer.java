// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;

/** The type of a frame from a shim: {@code session_answer} of {@code session.h}, which documents the contents. */
enum ShimAnswer {
    DONE('k'),
    FULL('n'),
    ERROR('e'),
    STARTED('p'),
    FAILED('f'),
    OUTPUT('o'),
    ERROR_OUTPUT('x'),
    LOG('l'),
    OVER('z');

    private static final ShimAnswer[] ALL = values();

    private final char type;

    ShimAnswer(char type) {
        this.type = type;
    }

    char type() {
        return type;
    }

    /** The answer with a type code. */
    static ShimAnswer of(char type) throws IOException {
        for (ShimAnswer answer : ALL) {
            if (answer.type == type) {
                return answer;
            }
        }
        throw new IOException("the shim sent a frame of the unknown type '" + type + "'");
    }
}
