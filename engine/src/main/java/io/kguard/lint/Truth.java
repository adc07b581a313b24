// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

/** What is known of a condition without an event. */
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
