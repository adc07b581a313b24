// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.Run;
import io.kguard.internal.report.Table;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.RuleLoadException;
import io.kguard.sandbox.HostAccess;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.ScenarioException;
import io.kguard.sensor.SensorException;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.UnrecordedEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:verify} does: load rules and scenarios, play the scenarios, run the rule tests, print and
 * write reports.
 */
public final class Verification {
    private static final String HINT = "Name rule files with -Dkguard.rules and scenarios with -Dkguard.scenarios;"
            + " a check is a pair of a scenario and a rule that is loaded.";

    private static final String NOT_PLAYED = "The variants of the scenarios could not be played: ";

    private final VerifyOptions options;
    private final @Nullable RuleTestRun ruleTests;
    private final ReportOptions reports;
    private final Console console;

    /**
     * A verification with reports in files alone.
     *
     * @param options what to check
     * @param ruleTests the rule-test classes to run, or null if there are none
     * @param reports the folder for the reports
     * @param console receives the lines of console output
     */
    public Verification(
            VerifyOptions options, @Nullable RuleTestRun ruleTests, Path reports, Consumer<String> console) {
        this(options, ruleTests, ReportOptions.in(reports), Console.plain(console));
    }

    /**
     * A verification.
     *
     * @param options what to check
     * @param ruleTests the rule-test classes to run, or null if there are none
     * @param reports where reports go
     * @param console where it prints, and how
     */
    public Verification(
            VerifyOptions options, @Nullable RuleTestRun ruleTests, ReportOptions reports, Console console) {
        this.options = options;
        this.ruleTests = ruleTests;
        this.reports = reports;
        this.console = console;
    }

    /**
     * Runs the verification.
     *
     * @return the result, which was printed and written
     * @throws IOException if a report can't be written
     */
    public SuiteResult run() throws IOException {
        try (StoppedRun stopped = StoppedRun.watch(console.out())) {
            return run(console.through(stopped));
        }
    }

    private SuiteResult run(Console guarded) throws IOException {
        Consumer<String> always = guarded::line;
        Consumer<String> lines = guarded.quiet() ? line -> {} : always;
        SuitePlan plan;
        try {
            plan = SuitePlan.of(options);
        } catch (RuleLoadException e) {
            return impossible(always, "The rules do not load.\n" + e.getMessage());
        } catch (ScenarioException e) {
            return impossible(always, "The scenarios do not load.\n" + e.getMessage());
        }
        Optional<String> unrecorded = UnrecordedEvents.describe(plan.rules(), options.falco());
        if (unrecorded.isPresent()) {
            return impossible(always, "The sensor does not record what these rules need.\n" + unrecorded.get());
        }
        String unseen = unseen(plan);
        if (!unseen.isEmpty()) {
            return impossible(
                    always,
                    "The rules can't be judged live: with this falco.yaml, Falco sees less than kguard.\n" + unseen);
        }
        HostAccess access = options.simulator().sandbox().setup().hostAccess();
        if (access != HostAccess.DECOY) {
            always.accept(
                    "WARNING: pods are not confined (-D" + HostAccess.PROPERTY + "=host). A privileged pod can change"
                            + " this machine and escape from its jail. Use a throw-away machine.");
        }
        ConsoleReport report = new ConsoleReport(plan);
        lines.accept("Falco " + options.falco());
        SuiteResult result = new Suite(options, plan).run(new Progress(guarded, plan.size(), System::nanoTime));
        Robustness robustness = Robustness.NOT_ASKED;
        if (Robustness.isAsked(options, plan)) {
            try {
                robustness = Robustness.play(options, plan, result);
                lines.accept("");
                robustness.lines().forEach(lines);
                result = result.with(robustness.checks(options), robustness.problem(), Duration.ZERO);
            } catch (SensorException | SandboxException e) {
                result = result.with(List.of(), NOT_PLAYED + e.getMessage(), Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result = result.with(List.of(), NOT_PLAYED + "the run was interrupted", Duration.ZERO);
            }
        }
        result = withRuleTests(plan, result).orNothingChecked(HINT);
        result = options.baseline().judge(result);
        CoverageReport coverage = CoverageReport.of(plan.rules().rules(), result.checks());
        if (!plan.chosen().isPartial()) {
            result = result.with(List.of(), coverage.problem(options.thresholds()), Duration.ZERO);
        }
        report.missing(plan).forEach(lines);
        coverage.lines().forEach(lines);
        report.leftOut(plan, options.thresholds()).forEach(lines);
        options.baseline().stale(result, !plan.chosen().isPartial()).forEach(lines);
        if (!result.repeated().isEmpty()) {
            lines.accept("");
            new RepeatReport(options.extras().repeat(), result.repeated())
                    .lines()
                    .forEach(lines);
        }
        (guarded.quiet() && result.isGreen()
                        ? List.of(ConsoleReport.total(result))
                        : report.summary(result, guarded.allRows()))
                .forEach(always);
        List<Table> tables = new ArrayList<>(robustness.tables());
        MutationTable.in(reports.folder()).ifPresent(tables::add);
        report(RunModel.of(result, plan, tables, coverage));
        Reports.write(reports.folder(), robustness, coverage);
        if (!result.repeated().isEmpty()) {
            new RepeatReport(options.extras().repeat(), result.repeated()).write(reports.folder());
        }
        return result;
    }

    private String unseen(SuitePlan plan) {
        FalcoConfig config = options.config();
        if (config == null || plan.checks().keySet().stream().allMatch(scenario -> scenario.recording() != null)) {
            return "";
        }
        return String.join("\n", config.unseen());
    }

    private SuiteResult withRuleTests(SuitePlan plan, SuiteResult result) throws IOException {
        if (ruleTests == null) {
            return result;
        }
        long start = System.nanoTime();
        RuleTestRun.Outcome outcome = runOften(ruleTests, plan);
        if (outcome.checks().isEmpty() && outcome.problem().isEmpty()) {
            return result;
        }
        boolean once = options.extras().repeat() == 1;
        List<CheckResult> checks = once ? outcome.checks() : Repeated.results(outcome.checks());
        return result.with(checks, outcome.problem(), Duration.ofNanos(System.nanoTime() - start))
                .withRepeated(once ? List.of() : Repeated.group(outcome.checks()));
    }

    /** All runs of the rule tests. */
    private RuleTestRun.Outcome runOften(RuleTestRun tests, SuitePlan plan) throws IOException {
        List<CheckResult> checks = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        for (int i = 0; i < options.extras().repeat(); i++) {
            RuleTestRun.Outcome outcome = tests.run(plan.chosen().tests());
            checks.addAll(outcome.checks());
            problems.add(outcome.problem());
        }
        return new RuleTestRun.Outcome(checks, String.join("\n", problems).strip());
    }

    private SuiteResult impossible(Consumer<String> lines, String problem) throws IOException {
        SuiteResult result = SuiteResult.impossible(problem);
        lines.accept("");
        problem.lines().forEach(lines);
        report(RunModel.impossible(result, options.falco()));
        return result;
    }

    /** Writes the reports. Annotations are commands to a CI server, so they don't go through {@link ConsoleText}. */
    private void report(Run run) throws IOException {
        Reports.write(reports.folder(), run, reports.environment());
        reports.annotations().lines(run, reports.environment()).forEach(console.out());
    }

    /** Why the build must fail, for a result that is not green; empty for a green one. */
    public static Optional<String> gate(SuiteResult result) {
        if (result.isGreen()) {
            return Optional.empty();
        }
        return Optional.of(ConsoleReport.total(result));
    }
}
