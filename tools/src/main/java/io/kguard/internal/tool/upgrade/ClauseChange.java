// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

/**
 * A clause of a stock rule or macro, or an item of a stock list, that the new stock rules add, remove or change.
 *
 * @param kind what happened to it
 * @param before how the old stock rules have it; empty if they do not
 * @param after how the new stock rules have it; empty if they do not
 * @param copy what the user's copy has of it
 */
record ClauseChange(Kind kind, String before, String after, Copy copy) {
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** What a copy has. */
    enum Copy {
        OLD("your copy has the old one"),
        NEW("your copy has it already"),
        BOTH("your copy has both"),
        NEITHER("your copy has neither"),
        STILL("your copy still has it"),
        WITHOUT("your copy is without it");

        private final String words;

        Copy(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
