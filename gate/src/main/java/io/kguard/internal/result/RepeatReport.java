// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.event.JsonWriter;
import io.kguard.internal.report.CheckRuns;
import io.kguard.internal.report.Table;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How checks did that were made several times. As JSON:
 * <pre>{@code
 * {"runs": 10, "flaky": 1, "checks": [
 *  {"scenario": "kubectl-exec-shell", "test": "", "rule": "Terminal shell in container", "expect": "fires",
 *   "passed": 9, "runs": 10, "millis": {"p50": 310, "p90": 402, "p99": 420, "max": 420}}]}
 * }</pre>
 *
 * @param times how often each check was made
 * @param checks the checks
 */
public record RepeatReport(int times, List<Repeated> checks) {
    /** The file in the folder of reports. */
    public static final String FILE = "repeat.json";

    private static final int MEDIAN = 50;
    private static final int MOST = 90;
    private static final int NEARLY_ALL = 99;
    private static final int ALL = 100;
    private static final int SLOWEST = 5;

    public RepeatReport {
        checks = List.copyOf(checks);
    }

    /** The report of a result; null if its checks were made once. */
    public static @Nullable RepeatReport of(int times, SuiteResult result) {
        return result.repeated().isEmpty() ? null : new RepeatReport(times, result.repeated());
    }

    private long flaky() {
        return checks.stream().filter(Repeated::isFlaky).count();
    }

    /** The lines for the console: flaky checks, and the slowest ones. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Each check was made " + times + " times: " + flaky() + " of " + checks.size() + " are flaky");
        checks.stream().filter(Repeated::isFlaky).forEach(check -> lines.add(line(check)));
        lines.add("The slowest:");
        checks.stream()
                .sorted(Comparator.comparingLong((Repeated check) -> check.millis(MEDIAN))
                        .reversed())
                .limit(SLOWEST)
                .forEach(check -> lines.add(line(check)));
        return lines;
    }

    private static String line(Repeated check) {
        CheckResult one = check.runs().get(0);
        return String.format(
                Locale.ROOT,
                "  %s: %s: passed %d of %d, %d ms (median), %d ms (90 %%), %d ms (99 %%)",
                simulation(check),
                one.rule(),
                check.passed(),
                check.runs().size(),
                check.millis(MEDIAN),
                check.millis(MOST),
                check.millis(NEARLY_ALL));
    }

    /** The table of the report for people: flaky checks. Each check has its own runs beside it. */
    public Table table() {
        return new Table(
                "Repeat",
                "Each check was made " + times + " times: " + flaky() + " of " + checks.size()
                        + " are flaky. The times of each are in the table of checks",
                List.of("Scenario", "Rule", "Passed", "Median", "90 %", "99 %", "Slowest"),
                checks.stream()
                        .filter(Repeated::isFlaky)
                        .map(check -> List.of(
                                simulation(check),
                                check.runs().get(0).rule(),
                                check.passed() + " of " + check.runs().size(),
                                check.millis(MEDIAN) + " ms",
                                check.millis(MOST) + " ms",
                                check.millis(NEARLY_ALL) + " ms",
                                check.millis(ALL) + " ms"))
                        .toList());
    }

    private static String simulation(Repeated check) {
        CheckResult one = check.runs().get(0);
        return one.test().isEmpty() ? one.scenario() : one.test();
    }

    /** How the runs of a check did; empty if it was not repeated. */
    public Optional<CheckRuns> runs(CheckResult check) {
        return checks.stream()
                .filter(repeated -> repeated.isOf(check))
                .findFirst()
                .map(repeated -> new CheckRuns(
                        repeated.runs().size(),
                        repeated.passed(),
                        repeated.millis(MEDIAN),
                        repeated.millis(MOST),
                        repeated.millis(NEARLY_ALL),
                        repeated.millis(ALL)));
    }

    public String json() {
        JsonWriter json = JsonWriter.spaced().object().member("runs", times).member("flaky", flaky());
        json.line(1).key("checks").array();
        for (Repeated check : checks) {
            CheckResult one = check.runs().get(0);
            json.line(2)
                    .object()
                    .member("scenario", one.scenario())
                    .member("test", one.test())
                    .member("rule", one.rule())
                    .member("expect", one.expectation().outcome().toString())
                    .member("passed", check.passed())
                    .member("runs", check.runs().size())
                    .key("millis")
                    .object()
                    .member("p50", check.millis(MEDIAN))
                    .member("p90", check.millis(MOST))
                    .member("p99", check.millis(NEARLY_ALL))
                    .member("max", check.millis(ALL))
                    .end()
                    .end();
        }
        return json.end().end().json() + "\n";
    }
}
