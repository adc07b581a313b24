// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Check;
import io.kguard.internal.report.ResultsJson.Word;
import java.util.List;
import java.util.Optional;

/**
 * How many checks of a rule ended how.
 *
 * @param passed those that passed, on attacks and twins
 * @param failed those whose expectation is not met
 * @param errors those that could not be judged
 * @param notRun those that were chosen and not made
 * @param known those that fail, which the project accepts for some time
 * @param derived those that passed on acts that are made of the rule's own condition, which are no attacks
 * @param unplayed those that were not made
 */
record CheckTally(long passed, long failed, long errors, long notRun, long known, long derived, long unplayed) {
    /** The worst first. */
    private static final List<Word> ORDER = List.of(Word.FAILED, Word.ERROR, Word.NOT_RUN, Word.KNOWN, Word.PASSED);

    static CheckTally of(List<Check> checks, long unplayed) {
        long derived = checks.stream()
                .filter(check -> check.passed() && check.origin().derived())
                .count();
        return new CheckTally(
                count(checks, Word.PASSED) - derived,
                count(checks, Word.FAILED),
                count(checks, Word.ERROR),
                count(checks, Word.NOT_RUN),
                count(checks, Word.KNOWN),
                derived,
                unplayed);
    }

    private static long count(List<Check> checks, Word verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }

    /** The worse of two verdicts. */
    static Word worse(Word one, Word other) {
        return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
    }

    /** How many were made or chosen, without derived ones that passed. */
    long made() {
        return passed + failed + errors + notRun + known;
    }

    /** Whether it is shown: at least one passed, and none ended otherwise. */
    boolean shows() {
        return passed > 0 && passed == made();
    }

    boolean isEmpty() {
        return made() + derived + unplayed == 0;
    }

    /** The worst verdict; empty if none was made. */
    Optional<Word> verdict() {
        if (failed > 0) {
            return Optional.of(Word.FAILED);
        }
        if (errors > 0) {
            return Optional.of(Word.ERROR);
        }
        if (notRun > 0) {
            return Optional.of(Word.NOT_RUN);
        }
        if (known > 0) {
            return Optional.of(Word.KNOWN);
        }
        return passed > 0 ? Optional.of(Word.PASSED) : Optional.empty();
    }

    /** The same in a word; {@code unplayed} if none was made. */
    String word() {
        return verdict().map(Word::toString).orElse("unplayed");
    }

    /** How a cell with it looks. */
    String style() {
        return verdict().map(BoardCell::style).orElse(BoardCell.NOTHING);
    }

    String text() {
        return passed + "/" + made()
                + (errors == 0 ? "" : ", " + errors + (errors == 1 ? " error" : " errors"))
                + (notRun == 0 ? "" : ", " + notRun + " not run")
                + (known == 0 ? "" : ", " + known + " known")
                + (derived == 0 ? "" : ", " + derived + " derived")
                + (unplayed == 0 ? "" : ", " + unplayed + " " + BoardCell.NOT_PLAYED);
    }
}
