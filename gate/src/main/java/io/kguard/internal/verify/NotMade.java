// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.result.DroppedCheck;
import java.util.List;

/**
 * The checks that a run does not make.
 *
 * @param dropped checks that can't be made
 * @param leftOut checks that the choice of checks leaves out
 * @param partial whether the choice of checks leaves out some
 * @param note what a reader should know of the choice; may be empty
 */
record NotMade(List<DroppedCheck> dropped, List<DroppedCheck> leftOut, boolean partial, String note) {
    /** Every check is made. */
    static final NotMade NONE = new NotMade(List.of(), List.of(), false, "");

    NotMade {
        dropped = List.copyOf(dropped);
        leftOut = List.copyOf(leftOut);
    }

    static NotMade of(SuitePlan plan) {
        return new NotMade(
                plan.dropped(),
                plan.leftOut(),
                plan.chosen().isPartial(),
                plan.chosen().note());
    }
}
