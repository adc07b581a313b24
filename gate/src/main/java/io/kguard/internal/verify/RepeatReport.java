// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.CheckRuns;
import io.kguard.internal.report.Table;
import io.kguard.internal.result.Repeated;
import io.kguard.internal.result.SuiteResult;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How checks did that were made several times.
 *
 * @param times how often each check was made
 * @param checks the checks
 */
record RepeatReport(int times, List<Repeated> checks) {
    /** The file in the folder of reports. */
    static final String FILE = "repeat.json";

    private static final int SLOWEST = 5;

    public RepeatReport {
        checks = List.copyOf(checks);
    }

    /** The report of a result; null if its checks were made once. */
    static @Nullable RepeatReport of(int times, SuiteResult result) {
        return result.repeated().isEmpty() ? null : new RepeatReport(times, result.repeated());
    }

    private long flaky() {
        return checks.stream().filter(Repeated::isFlaky).count();
    }

    /** The lines for the console: flaky checks, and the slowest ones. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Each check was made " + times + " times: " + flaky() + " of " + checks.size() + " are flaky");
        checks.stream().filter(Repeated::isFlaky).forEach(check -> lines.add(line(check)));
        lines.add("The slowest:");
        checks.stream()
                .sorted(Comparator.comparingLong(
                                (Repeated check) -> check.made().millis().p50())
                        .reversed())
                .limit(SLOWEST)
                .forEach(check -> lines.add(line(check)));
        return lines;
    }

    private static String line(Repeated check) {
        CheckRuns made = check.made();
        return String.format(
                Locale.ROOT,
                "  %s: %s: passed %d of %d, %d ms (median), %d ms (90 %%), %d ms (99 %%)",
                check.one().simulation(),
                check.one().rule(),
                made.passed(),
                made.runs(),
                made.millis().p50(),
                made.millis().p90(),
                made.millis().p99());
    }

    /** The table of the report for people: flaky checks. Each check has its own runs beside it. */
    Table table() {
        return new Table(
                "Repeat",
                "Each check was made " + times + " times: " + flaky() + " of " + checks.size()
                        + " are flaky. The times of each are in the table of checks",
                List.of("Scenario", "Rule", "Passed", "Median", "90 %", "99 %", "Slowest"),
                checks.stream().filter(Repeated::isFlaky).map(RepeatReport::row).toList());
    }

    private static List<String> row(Repeated check) {
        CheckRuns made = check.made();
        return List.of(
                check.one().simulation(),
                check.one().rule(),
                made.passed() + " of " + made.runs(),
                made.millis().p50() + " ms",
                made.millis().p90() + " ms",
                made.millis().p99() + " ms",
                made.millis().max() + " ms");
    }

    /** How the runs of a check did; empty if it was not repeated. */
    Optional<CheckRuns> runs(CheckResult check) {
        return checks.stream()
                .filter(repeated -> repeated.isOf(check))
                .findFirst()
                .map(Repeated::made);
    }

    /** What {@code repeat.json} has. */
    private record Told(
            int runs,
            long flaky,
            @Written(line = 1, rows = 2) List<Row> checks) {}

    private record Row(
            String scenario,
            String test,
            String rule,
            Expectation.Outcome expect,
            long passed,
            int runs,
            CheckRuns.Millis millis) {}

    private static Row told(Repeated check) {
        CheckResult one = check.one();
        CheckRuns made = check.made();
        return new Row(
                one.scenario(),
                one.test(),
                one.rule(),
                one.expectation().outcome(),
                made.passed(),
                made.runs(),
                made.millis());
    }

    String json() {
        return RecordJson.report(
                new Told(times, flaky(), checks.stream().map(RepeatReport::told).toList()));
    }
}
