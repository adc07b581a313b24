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
 * @param problem why the suite could not run as a whole; empty if it could
 * @param took how long it took
 * @param repeated the runs of each check, if each was made several times; else empty
 */
public record SuiteResult(List<CheckResult> checks, String problem, Duration took, List<Repeated> repeated) {
    public SuiteResult {
        checks = List.copyOf(checks);
        repeated = List.copyOf(repeated);
    }

    /** The result of a suite whose checks were made once. */
    public SuiteResult(List<CheckResult> checks, String problem, Duration took) {
        this(checks, problem, took, List.of());
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

    /** The number of checks that could not be judged, plus one if there is a problem of the whole. */
    public long errors() {
        return count(Verdict.Errored.class) + (problem.isEmpty() ? 0 : 1);
    }

    /** The number of checks whose expectations are not met, which is accepted for some time. */
    public long known() {
        return count(Verdict.Known.class);
    }

    /** The number of checks of derived scenarios, whatever came of them. */
    public long derived() {
        return checks.stream().filter(CheckResult::isDerived).count();
    }

    /** Whether checks passed, and none failed or could not be judged. */
    public boolean isGreen() {
        return passed() > 0 && failed() == 0 && errors() == 0;
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
        return new SuiteResult(all, (problem + "\n" + morePrevented).strip(), took.plus(moreTook), repeated);
    }

    /** This result with further checks that were made several times. */
    public SuiteResult withRepeated(List<Repeated> more) {
        List<Repeated> all = new ArrayList<>(repeated);
        all.addAll(more);
        return new SuiteResult(checks, problem, took, all);
    }

    /** This result; having no check at all is a problem. */
    public SuiteResult orNothingChecked(String hint) {
        boolean nothing = checks.isEmpty() && problem.isEmpty();
        return nothing ? new SuiteResult(checks, "There was nothing to check. " + hint, took, repeated) : this;
    }

    private long count(Class<? extends Verdict> kind) {
        return checks.stream()
                .map(CheckResult::verdict)
                .filter(kind::isInstance)
                .count();
    }
}
