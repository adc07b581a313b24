// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.internal.report.CheckRuns;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a check that was made several times.
 *
 * @param runs the results, at least one
 */
public record Repeated(List<CheckResult> runs) {
    private static final int PERCENT = 100;
    private static final int MEDIAN = 50;
    private static final int MOST = 90;
    private static final int NEARLY_ALL = 99;

    public Repeated {
        runs = List.copyOf(runs);
    }

    /** The checks of several runs, each with its results. */
    public static List<Repeated> group(List<CheckResult> runs) {
        Map<List<Object>, List<CheckResult>> byCheck = new LinkedHashMap<>();
        runs.forEach(run -> byCheck.computeIfAbsent(
                        List.<Object>of(run.scenario(), run.test(), run.expectation()), key -> new ArrayList<>())
                .add(run));
        return byCheck.values().stream().map(Repeated::new).toList();
    }

    /** The one result of each check of several runs. */
    public static List<CheckResult> results(List<CheckResult> runs) {
        return group(runs).stream().map(Repeated::result).toList();
    }

    /** Whether these are runs of a check. */
    public boolean isOf(CheckResult check) {
        return one().scenario().equals(check.scenario())
                && one().test().equals(check.test())
                && one().expectation().equals(check.expectation());
    }

    /** The first result. */
    public CheckResult one() {
        return runs.get(0);
    }

    /** How it did. */
    public CheckRuns made() {
        return new CheckRuns(
                runs.size(),
                passed(),
                new CheckRuns.Millis(millis(MEDIAN), millis(MOST), millis(NEARLY_ALL), millis(PERCENT)));
    }

    private long passed() {
        return runs.stream().filter(CheckResult::isPassed).count();
    }

    /** Whether it passed only sometimes. A run that was not made says nothing about that. */
    public boolean isFlaky() {
        return passed() > 0 && runs.stream().anyMatch(run -> !run.isPassed() && !run.isNotRun());
    }

    /** The time that a share of the runs did not exceed, in milliseconds. */
    private long millis(int percent) {
        List<Long> sorted = runs.stream().map(CheckResult::millis).sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * percent / (double) PERCENT);
        return sorted.get(Math.max(rank, 1) - 1);
    }

    /** The worst result: an error before a failure. A check that passed only sometimes shows nothing: it is an error. */
    public CheckResult result() {
        CheckResult worst = runs.get(0);
        for (CheckResult run : runs) {
            if (run.severity() > worst.severity()) {
                worst = run;
            }
        }
        if (!isFlaky()) {
            return worst;
        }
        return worst.withVerdict(new Verdict.Errored("The check is flaky: it passed in " + passed() + " of "
                + runs.size() + " runs. In another one:\n" + worst.verdict().reason()));
    }
}
