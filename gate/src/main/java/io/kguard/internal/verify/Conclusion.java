// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.report.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is judged of a whole run when all its checks are made, and what is printed and written of it. It is the same whether
 * one process made them or several.
 *
 * @param dropped checks that are not made
 * @param leftOut checks that the choice of checks leaves out
 * @param partial whether the choice of checks leaves out some
 * @param note what a reader should know of the choice; may be empty
 * @param rules the rules that are evaluated or should be
 * @param notes what was found beside rules and scenarios and is neither
 * @param thresholds how much the checks must cover
 * @param baseline the checks that may fail for some time
 * @param times how often each check was made
 * @param reports where reports go
 */
record Conclusion(
        List<DroppedCheck> dropped,
        List<DroppedCheck> leftOut,
        boolean partial,
        String note,
        List<RuleFacts> rules,
        List<String> notes,
        Thresholds thresholds,
        Baseline baseline,
        int times,
        ReportOptions reports) {
    private static final String HINT = "Name rule files with -Dkguard.rules and scenarios with -Dkguard.scenarios;"
            + " a check is a pair of a scenario and a rule that is loaded.";

    /** Makes the model of a run, of which all reports are made. */
    interface Model {
        Run of(SuiteResult result, Measurements measured);
    }

    /**
     * Judges a whole run, prints it and writes its reports.
     *
     * @param made the checks as they were made
     * @param robustness what was played besides
     * @param mutation which small changes of the rules the checks notice; null if that was not asked for
     * @param commands receives commands to a CI server
     * @return the result
     * @throws IOException if a report can't be written
     */
    SuiteResult of(
            SuiteResult made,
            Robustness robustness,
            @Nullable SuiteMutation mutation,
            Model model,
            Console console,
            Consumer<String> commands)
            throws IOException {
        Consumer<String> lines = console.quiet() ? line -> {} : console::line;
        SuiteResult result = baseline.judge(made.orNothingChecked(HINT));
        CoverageReport coverage = CoverageReport.ofFacts(rules, result.checks());
        if (!partial) {
            result = result.with(List.of(), coverage.problem(thresholds), Duration.ZERO);
        }
        result = result.with(List.of(), thresholds.tooFew(result), Duration.ZERO);
        notes.forEach(lines);
        ConsoleReport.missing(dropped).forEach(lines);
        coverage.lines().forEach(lines);
        if (mutation != null) {
            mutation.lines().forEach(lines);
        }
        ConsoleReport.leftOut(leftOut, partial, note, thresholds).forEach(lines);
        baseline.stale(result, !partial).forEach(lines);
        ChainText.lines(result.checks()).forEach(lines);
        RepeatReport repeat = RepeatReport.of(times, result);
        if (repeat != null) {
            lines.accept("");
            repeat.lines().forEach(lines);
        }
        (console.quiet() && result.isGreen()
                        ? List.of(ConsoleReport.total(result))
                        : ConsoleReport.summary(result, console.allRows()))
                .forEach(console::line);
        Measurements measured = new Measurements(coverage, robustness, mutation, repeat);
        write(model.of(result, measured), measured.texts(), reports, commands);
        return result;
    }

    /** Writes the reports. Annotations are commands to a CI server, so they don't go through {@link ConsoleText}. */
    static void write(Run run, Map<String, String> measured, ReportOptions reports, Consumer<String> commands)
            throws IOException {
        Reports.write(reports.folder(), run, measured, reports.environment());
        reports.annotations().lines(run, reports.environment()).forEach(commands);
    }
}
