// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a suite.
 *
 * @param checks every check, once
 * @param whole what is to be said besides
 * @param took how long it took
 * @param repeated the runs of each check, if each was made several times; else empty
 */
public record SuiteResult(List<CheckResult> checks, Whole whole, Duration took, List<Repeated> repeated) {
    public SuiteResult {
        checks = List.copyOf(checks);
        repeated = List.copyOf(repeated);
    }

    /**
     * What is to be said of a suite besides its checks.
     *
     * @param problem why it could not run as a whole; empty if it could
     * @param missed which thresholds are missed, in sentences; empty if none is
     * @param unasked why there was nothing to check, if that is as it should be; else empty
     * @param leftOut how many checks are left for another run by choice, in words; empty if none is
     */
    public record Whole(String problem, String missed, String unasked, String leftOut) {
        static Whole of(String problem) {
            return new Whole(problem, "", "", "");
        }
    }

    /** The result of a suite that did not miss a threshold. */
    public SuiteResult(List<CheckResult> checks, String problem, Duration took, List<Repeated> repeated) {
        this(checks, Whole.of(problem), took, repeated);
    }

    /** The result of a suite whose checks were made once. */
    public SuiteResult(List<CheckResult> checks, String problem, Duration took) {
        this(checks, problem, took, List.of());
    }

    /** Why the suite could not run as a whole; empty if it could. */
    public String problem() {
        return whole.problem();
    }

    /** Which thresholds are missed, in sentences; empty if none is. */
    public String missed() {
        return whole.missed();
    }

    /** How many checks are left for another run by choice, in words; empty if none is. */
    public String leftOut() {
        return whole.leftOut();
    }

    /** This result of a suite that leaves checks for another run. */
    public SuiteResult leaving(String checks) {
        return new SuiteResult(checks(), new Whole(problem(), missed(), unasked(), checks), took, repeated);
    }

    /** Why there was nothing to check, if that is as it should be; else empty. */
    public String unasked() {
        return whole.unasked();
    }

    /** The result of a suite that could not run. */
    public static SuiteResult impossible(String problem) {
        return new SuiteResult(List.of(), problem, Duration.ZERO);
    }

    /** The number of checks whose expectations are met. */
    public long passed() {
        return count(Verdict.Passed.class);
    }

    /** The number of checks whose expectations are not met. */
    public long failed() {
        return count(Verdict.Failed.class);
    }

    /** The number of checks that could not be judged. */
    public long unjudged() {
        return count(Verdict.Errored.class);
    }

    /** The number of checks that could not be judged, plus one if there is a problem of the whole. */
    public long errors() {
        return unjudged() + (problem().isEmpty() ? 0 : 1);
    }

    /** The number of checks that were chosen and not made, because the machine lacks something. */
    public long notRun() {
        return count(Verdict.NotRun.class);
    }

    /** The number of checks whose expectations are not met, which is accepted for some time. */
    public long known() {
        return count(Verdict.Known.class);
    }

    /** The number of checks that were judged: those of derived scenarios, or all others. */
    long judged(boolean derived) {
        return checks.stream()
                .filter(check -> check.isDerived() == derived)
                .filter(check ->
                        !(check.verdict() instanceof Verdict.Errored || check.verdict() instanceof Verdict.NotRun))
                .count();
    }

    /** The number of checks of derived scenarios, whatever their results. */
    public long derived() {
        return checks.stream().filter(CheckResult::isDerived).count();
    }

    /** Whether checks passed, or there was none to make; none failed, could not be judged or was not run, and no threshold is missed. */
    public boolean isGreen() {
        boolean shown = passed() > 0 || checks.isEmpty() && !unasked().isEmpty();
        return shown && failed() == 0 && errors() == 0 && notRun() == 0 && missed().isEmpty();
    }

    /**
     * This result with further checks.
     *
     * @param more results of the same suite
     * @param morePrevented why some of them are missing; empty if none are
     * @param moreTook how long they took
     */
    public SuiteResult with(List<CheckResult> more, String morePrevented, Duration moreTook) {
        List<CheckResult> all = new ArrayList<>(checks);
        all.addAll(more);
        return new SuiteResult(
                all,
                new Whole((problem() + "\n" + morePrevented).strip(), missed(), unasked(), whole.leftOut()),
                took.plus(moreTook),
                repeated);
    }

    /** This result of a suite that missed further thresholds, in sentences; the same if there are none. */
    public SuiteResult missing(String thresholds) {
        return new SuiteResult(
                checks,
                new Whole(problem(), (missed() + "\n" + thresholds).strip(), unasked(), whole.leftOut()),
                took,
                repeated);
    }

    /** This result with further checks that were made several times. */
    public SuiteResult withRepeated(List<Repeated> more) {
        List<Repeated> all = new ArrayList<>(repeated);
        all.addAll(more);
        return new SuiteResult(checks, whole, took, all);
    }

    /** This result; having no check at all is a problem. */
    public SuiteResult orNothingChecked(String hint) {
        boolean nothing = checks.isEmpty() && problem().isEmpty();
        return nothing
                ? new SuiteResult(
                        checks,
                        new Whole("There was nothing to check. " + hint, "", "", whole.leftOut()),
                        took,
                        repeated)
                : this;
    }

    /** This result; having no check at all is as it should be, for a reason. */
    public SuiteResult orNothingAsked(String why) {
        boolean nothing = checks.isEmpty() && problem().isEmpty();
        return nothing ? new SuiteResult(checks, new Whole("", missed(), why, whole.leftOut()), took, repeated) : this;
    }

    private long count(Class<? extends Verdict> kind) {
        return checks.stream()
                .map(CheckResult::verdict)
                .filter(kind::isInstance)
                .count();
    }
}
