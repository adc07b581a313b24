// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.console.Console;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.report.Run;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is judged of a whole run when all its checks are made, and what is printed and written of it. It is the same whether
 * one process made them or several.
 *
 * @param scope what the run is about
 * @param thresholds how much the checks must cover
 * @param baseline the checks that may fail for some time
 * @param times how often each check was made
 * @param reports where reports go
 */
record Conclusion(RunScope scope, Thresholds thresholds, Baseline baseline, int times, ReportOptions reports) {
    private static final String NO_RULE = "No rule is loaded: name rule files with " + Wording.given("rules") + ".";
    private static final String NO_SCENARIO = "No scenario is about a rule that is loaded: write one, or let "
            + Wording.command("derive") + " " + Wording.given("missing") + " make a test of each rule's condition.";

    /** Makes the model of a run, of which all reports are made. */
    public interface Model {
        Run of(SuiteResult result, Measurements measured);
    }

    /**
     * Judges a whole run, prints it and writes its reports.
     *
     * @param made the checks as they were made
     * @param found what each analysis found, by its name
     * @param commands receives commands to a CI server
     * @return the result
     * @throws IOException if a report can't be written
     */
    public SuiteResult of(
            SuiteResult made,
            Map<String, AnalysisResult> found,
            Model model,
            Console console,
            Consumer<String> commands)
            throws IOException {
        Consumer<String> lines = console.quiet() ? line -> {} : console::line;
        OmittedChecks omitted = scope.omitted();
        SuiteResult result = baseline.judge(
                omitted.mayBeAll().isEmpty() ? made.orNothingChecked(hint()) : made.orNothingAsked(omitted.mayBeAll()));
        CoverageReport coverage = CoverageReport.ofFacts(scope.rules(), result.checks());
        if (!omitted.partial()) {
            result = result.with(List.of(), coverage.problem(thresholds), Duration.ZERO)
                    .missing(coverage.missed(thresholds));
        }
        result = result.missing(thresholds.tooFew(result));
        scope.notes().forEach(lines);
        ConsoleReport.missing(omitted.dropped()).forEach(lines);
        coverage.lines().forEach(lines);
        UncheckedText.lines(scope.rules(), result.checks()).forEach(lines);
        ConsoleReport.leftOut(omitted, thresholds).forEach(lines);
        baseline.stale(result, !omitted.partial() && omitted.otherHalf().isEmpty())
                .forEach(lines);
        ChainText.lines(result.checks()).forEach(lines);
        RepeatReport repeat = RepeatReport.of(times, result);
        if (repeat != null) {
            lines.accept("");
            repeat.lines().forEach(lines);
        }
        int unset = omitted.unset().size();
        if (!console.quiet() || !result.isGreen()) {
            ConsoleReport.summary(result, console.allRows(), unset).forEach(console::line);
        }
        Measurements measured = new Measurements(coverage, found, repeat);
        write(model.of(result, measured), measured.texts(), reports, commands);
        return result;
    }

    private String hint() {
        return scope.rules().stream().anyMatch(rule -> rule.unloaded().isEmpty()) ? NO_SCENARIO : NO_RULE;
    }

    /** Writes the reports. Annotations are commands to a CI server, so they don't go through {@link ConsoleText}. */
    static void write(Run run, Map<String, String> measured, ReportOptions reports, Consumer<String> commands)
            throws IOException {
        Run told = run.givenAs(reports.options());
        Reports.write(reports.folder(), told, measured, reports.environment());
        reports.annotations().lines(told, reports.environment()).forEach(commands);
    }
}
