// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

/** How much a search may do. It counts, and looks at no clock, so that a search ends alike on each machine. */
final class Effort {
    private long left;

    Effort(long steps) {
        this.left = steps;
    }

    /** Spends a step. Returns false if there is none left. */
    boolean spend() {
        return left-- > 0;
    }

    boolean isSpent() {
        return left <= 0;
    }
}
