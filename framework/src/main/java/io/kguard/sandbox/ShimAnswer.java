// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;

/** What a shim says: {@code session_answer} of {@code session.h}, which says what each frame holds. */
enum ShimAnswer {
    DONE('k'),
    FULL('n'),
    ERROR('e'),
    STARTED('p'),
    FAILED('f'),
    OUTPUT('o'),
    ERROR_OUTPUT('x'),
    OVER('z');

    private static final ShimAnswer[] ALL = values();

    private final char type;

    ShimAnswer(char type) {
        this.type = type;
    }

    char type() {
        return type;
    }

    /** The answer of a type on the wire. */
    static ShimAnswer of(char type) throws IOException {
        for (ShimAnswer answer : ALL) {
            if (answer.type == type) {
                return answer;
            }
        }
        throw new IOException("the shim sent a frame of the unknown type '" + type + "'");
    }
}
