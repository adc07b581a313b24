// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.UnmadeCheck;
import io.kguard.internal.result.DroppedCheck;
import java.util.List;

/**
 * The checks that a run does not make.
 *
 * @param dropped those that can't be made: of scenarios in catalogue jars, and of tests that are for other machines
 * @param leftOut those that could be made and are not chosen
 * @param partial whether the choice of checks leaves out some
 * @param note what a reader should know of the choice; may be empty
 * @param mayBeAll why it is no mistake if these are all checks, in a sentence; empty if it is one
 */
public record NotMade(
        List<DroppedCheck> dropped, List<DroppedCheck> leftOut, boolean partial, String note, String mayBeAll) {
    /** Every check is made. */
    static final NotMade NONE = new NotMade(List.of(), List.of(), false, "", "");

    public NotMade {
        dropped = List.copyOf(dropped);
        leftOut = List.copyOf(leftOut);
    }

    /** Those that wait for settings of rules. */
    public List<DroppedCheck> unset() {
        return dropped.stream()
                .filter(check -> check.kind() == UnmadeCheck.Kind.UNSET)
                .toList();
    }

    /** Those that a choice of checks leaves. */
    public NotMade(List<DroppedCheck> dropped, List<DroppedCheck> leftOut, Chosen chosen) {
        this(dropped, leftOut, chosen.isPartial(), chosen.note(), chosen.mayBeNone());
    }

    /** The same, where it is no mistake if there are no checks, for another reason unless there is one already. */
    NotMade orNone(String why) {
        return mayBeAll.isEmpty() ? new NotMade(dropped, leftOut, partial, note, why) : this;
    }
}
