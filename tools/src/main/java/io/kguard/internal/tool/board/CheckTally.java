// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.util.List;

/**
 * How many checks of a rule ended how.
 *
 * @param passed those that passed, on attacks and twins
 * @param failed those whose expectation is not met
 * @param errors those that could not be judged
 * @param known those that fail, which the project accepts for some time
 * @param derived those that passed on acts that are made of the rule's own condition, which are no attacks
 * @param unplayed those that were not made
 */
record CheckTally(long passed, long failed, long errors, long known, long derived, long unplayed) {
    /** The worst first. */
    private static final List<String> ORDER =
            List.of(CheckOutcome.FAILED, CheckOutcome.ERROR, CheckOutcome.KNOWN, CheckOutcome.PASSED);

    static CheckTally of(List<CheckOutcome> checks, long unplayed) {
        long derived = checks.stream()
                .filter(check -> check.passed() && check.derived())
                .count();
        return new CheckTally(
                count(checks, CheckOutcome.PASSED) - derived,
                count(checks, CheckOutcome.FAILED),
                count(checks, CheckOutcome.ERROR),
                count(checks, CheckOutcome.KNOWN),
                derived,
                unplayed);
    }

    private static long count(List<CheckOutcome> checks, String verdict) {
        return checks.stream().filter(check -> check.verdict().equals(verdict)).count();
    }

    /** The worse of two verdicts. */
    static String worse(String one, String other) {
        return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
    }

    /** How many were made, without derived ones that passed. */
    long made() {
        return passed + failed + errors + known;
    }

    /** Whether it is shown: at least one passed, and none ended otherwise. */
    boolean shows() {
        return passed > 0 && passed == made();
    }

    boolean isEmpty() {
        return made() + derived + unplayed == 0;
    }

    /** The worst verdict; {@code unplayed} if none was made. */
    String word() {
        if (failed > 0) {
            return CheckOutcome.FAILED;
        }
        if (errors > 0) {
            return CheckOutcome.ERROR;
        }
        if (known > 0) {
            return CheckOutcome.KNOWN;
        }
        return passed > 0 ? CheckOutcome.PASSED : "unplayed";
    }

    String text() {
        return passed + "/" + made()
                + (errors == 0 ? "" : ", " + errors + (errors == 1 ? " error" : " errors"))
                + (known == 0 ? "" : ", " + known + " known")
                + (derived == 0 ? "" : ", " + derived + " derived")
                + (unplayed == 0 ? "" : ", " + unplayed + " " + BoardCell.NOT_PLAYED);
    }
}
