// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

/** The value of a condition as far as it is known without an event. */
enum Truth {
    NEVER,
    ALWAYS,
    OPEN;

    Truth negated() {
        return switch (this) {
            case NEVER -> ALWAYS;
            case ALWAYS -> NEVER;
            case OPEN -> OPEN;
        };
    }
}
