// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;

/**
 * A way through a condition: of each {@code or} one part.
 *
 * @param facts what was decided
 * @param steps the demands, each with the way in which it is satisfied
 */
record Branch(Facts facts, List<Step> steps) {
    /**
     * A demand and the way in which it is satisfied.
     *
     * @param demand the demand
     * @param way the number of the way
     */
    record Step(Demand demand, int way) {
        /** What tells it from other steps. */
        String key() {
            return demand.text() + "#" + way;
        }
    }

    Branch {
        steps = List.copyOf(steps);
    }
}
