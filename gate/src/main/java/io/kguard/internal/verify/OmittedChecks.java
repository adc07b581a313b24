// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.OmittedCheck;
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
public record OmittedChecks(
        List<OmittedCheck> dropped, List<OmittedCheck> leftOut, boolean partial, String note, String mayBeAll) {
    /** Every check is made. */
    static final OmittedChecks NONE = new OmittedChecks(List.of(), List.of(), false, "", "");

    public OmittedChecks {
        dropped = List.copyOf(dropped);
        leftOut = List.copyOf(leftOut);
    }

    /** Those that wait for settings of rules. */
    public List<OmittedCheck> unset() {
        return dropped.stream()
                .filter(check -> check.kind() == OmittedCheck.Kind.UNSET)
                .toList();
    }

    /** Those that the choice of live checks, or of the others, leaves out. */
    public List<OmittedCheck> otherHalf() {
        return leftOut.stream()
                .filter(check -> check.kind() == OmittedCheck.Kind.OTHER_HALF)
                .toList();
    }

    OmittedChecks withLeftOut(List<OmittedCheck> other) {
        return new OmittedChecks(dropped, other, partial, note, mayBeAll);
    }

    /** Those that a choice of checks leaves. */
    public OmittedChecks(List<OmittedCheck> dropped, List<OmittedCheck> leftOut, Chosen chosen) {
        this(dropped, leftOut, chosen.isPartial(), chosen.note(), chosen.mayBeNone());
    }

    /** The same, where it is no mistake if there are no checks, for another reason unless there is one already. */
    OmittedChecks orNone(String why) {
        return mayBeAll.isEmpty() ? new OmittedChecks(dropped, leftOut, partial, note, why) : this;
    }
}
