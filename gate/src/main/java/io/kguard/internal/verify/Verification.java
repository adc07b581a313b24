// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.message.Wording;
import io.kguard.internal.result.Repeated;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.shard.Work;
import io.kguard.lint.LintReport;
import io.kguard.rule.RuleLoadException;
import io.kguard.scenario.ScenarioException;
import io.kguard.simulation.UnrecordedEvents;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:verify} does: load rules and scenarios, play the scenarios, run the rule tests, print and
 * write reports.
 */
public final class Verification {
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
        if (options.sharding().isPart()) {
            Files.deleteIfExists(
                    reports.folder().resolve(options.sharding().part().file(Work.VERIFY)));
        }
        try (StoppedRun stopped = StoppedRun.watch(console.out())) {
            return run(console.through(stopped), stopped);
        }
    }

    private SuiteResult run(Console guarded, StoppedRun stopped) throws IOException {
        Consumer<String> always = guarded::line;
        Consumer<String> lines = guarded.quiet() ? line -> {} : always;
        SuitePlan whole;
        try {
            boolean analysed = options.analyses().stream()
                    .anyMatch(analysis -> !analysis.parameters().isEmpty());
            whole = analysed || options.sharding().isPart() ? SuitePlan.of(options) : SuitePlan.ofChecks(options);
        } catch (RuleLoadException e) {
            return impossible(
                    always,
                    "The rules do not load.\n"
                            + (e.errors().isEmpty() ? e.getMessage() : LintReport.render(e.errors())));
        } catch (ScenarioException e) {
            return impossible(always, "The scenarios do not load.\n" + e.getMessage());
        }
        Reports.remove(reports.folder()); // who called it wrongly, such as by a name that there is not, keeps them
        if (options.live().isHalf()) {
            whole = whole.withTestsOf(options.live(), declaredTests(whole));
        }
        Optional<String> unrecorded = UnrecordedEvents.describe(whole.rules(), options.falco());
        if (unrecorded.isPresent()) {
            return impossible(always, "The sensor does not record what these rules need.\n" + unrecorded.get());
        }
        String unseen = LessSeen.describe(options, whole);
        if (!unseen.isEmpty()) {
            return impossible(always, unseen);
        }
        HostAccess access = options.simulator().sandbox().setup().hostAccess();
        if (access != HostAccess.DECOY) {
            always.accept("WARNING: pods are not confined (" + Wording.given("privileged")
                    + "=host). A privileged pod can change"
                    + " this machine and escape from its jail. Use a throw-away machine.");
        }
        lines.accept("Falco " + options.falco());
        ShardPlan shards =
                options.sharding().isPart() ? ShardPlan.of(whole, declaredTests(whole), options.sharding()) : null;
        SuitePlan plan = shards == null ? whole : shards.own();
        Suite suite = new Suite(options, plan);
        SuiteResult result =
                suite.run(stopped.counting(plan.size(), new Progress(guarded, plan.size(), System::nanoTime)));
        Map<String, AnalysisResult> found = new LinkedHashMap<>();
        String prevented = analyse(plan, result, found, guarded);
        lines(found.values()).forEach(lines);
        if (shards == null) { // those of a part are counted when all parts are there
            for (AnalysisResult one : found.values()) {
                result = result.with(one.checks(), one.problem(), Duration.ZERO);
            }
        }
        result = result.with(List.of(), prevented, Duration.ZERO);
        result = withRuleTests(plan, result)
                .leaving(options.live().leftOut(plan.omitted().otherHalf().size()));
        if (shards != null) {
            return part(VerifyShard.of(options, shards, plan, result, found), shards, result, guarded);
        }
        String half = Halves.packed(options, plan, result);
        return new Conclusion(
                        new RunScope(plan.counted(), plan.omitted(), plan.notes()),
                        options.thresholds(),
                        options.baseline(),
                        options.repeat(),
                        reports)
                .of(
                        result,
                        found,
                        (judged, measured) -> RunModel.of(judged, plan, measured, half),
                        guarded,
                        console.out());
    }

    /**
     * Makes the analyses.
     *
     * @param found receives what each found, by its name
     * @param guarded receives how far they are
     * @return why some were not made; empty if all were
     */
    private String analyse(SuitePlan plan, SuiteResult result, Map<String, AnalysisResult> found, Console guarded)
            throws IOException {
        List<Analysis> analyses = options.analyses().stream()
                .filter(analysis -> analysis.isAbout(plan))
                .toList();
        if (analyses.isEmpty()) {
            return "";
        }
        Map<String, List<String>> tests = DeclaredRuleTest.namesByRule(declaredTests(plan));
        try (AnalysedRun run = new AnalysedRun(options, plan, result, tests, guarded)) {
            for (Analysis analysis : analyses) {
                found.put(analysis.name(), analysis.find(run));
            }
            return "";
        } catch (KguardException e) {
            return NOT_PLAYED + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_PLAYED + "the run was interrupted";
        }
    }

    /** The lines of what was found, with an empty one around each. */
    public static List<String> lines(Collection<AnalysisResult> found) {
        List<String> lines = new ArrayList<>();
        found.stream().map(AnalysisResult::lines).filter(of -> !of.isEmpty()).forEach(of -> {
            if (lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(of);
            lines.add("");
        });
        return lines;
    }

    private List<DeclaredRuleTest> declaredTests(SuitePlan plan) throws IOException {
        return ruleTests == null ? List.of() : ruleTests.declared(plan.chosen().tests());
    }

    /** Ends a part of a run: it says what it saw, and judges nothing that is for the whole. */
    private SuiteResult part(VerifyShard shard, ShardPlan shards, SuiteResult result, Console guarded)
            throws IOException {
        Path file = shard.write(reports.folder());
        ConsoleReport.summary(result, guarded.allRows(), 0).forEach(guarded::line);
        guarded.line(shards.text()
                + ". Coverage, thresholds, " + Wording.option("minChecks") + " and known failures are judged by "
                + Wording.command("merge") + ", when all shards are there.");
        guarded.line("Shard: " + file);
        return result;
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
        boolean once = options.repeat() == 1;
        List<CheckResult> checks = once ? outcome.checks() : Repeated.results(outcome.checks());
        return result.with(checks, outcome.problem(), Duration.ofNanos(System.nanoTime() - start))
                .withRepeated(once ? List.of() : Repeated.group(outcome.checks()));
    }

    /** All runs of the rule tests. */
    private RuleTestRun.Outcome runOften(RuleTestRun tests, SuitePlan plan) throws IOException {
        List<CheckResult> checks = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        for (int i = 0; i < options.repeat(); i++) {
            RuleTestRun.Outcome outcome = tests.run(plan.chosen().tests());
            checks.addAll(outcome.checks());
            problems.add(outcome.problem());
        }
        return new RuleTestRun.Outcome(checks, String.join("\n", problems).strip());
    }

    private SuiteResult impossible(Consumer<String> lines, String problem) throws IOException {
        Reports.remove(reports.folder());
        SuiteResult result = SuiteResult.impossible(problem);
        lines.accept("");
        problem.lines().forEach(lines);
        if (options.sharding().isPart()) {
            VerifyShard.impossible(options, result).write(reports.folder());
        } else {
            Conclusion.write(RunModel.impossible(result, options.falco()), Map.of(), reports, console.out());
        }
        return result;
    }

    /** Why the build must fail, for a result that is not green; empty for a green one. */
    public static Optional<String> gate(SuiteResult result) {
        return gate(result, Sharding.NONE);
    }

    /** Why the build must fail. A part of a run may have no checks of its own: that is judged when it is merged. */
    public static Optional<String> gate(SuiteResult result, Sharding sharding) {
        if (result.isGreen()
                || sharding.isPart() && result.failed() == 0 && result.errors() == 0 && result.notRun() == 0) {
            return Optional.empty();
        }
        return Optional.of(ConsoleReport.total(result, 0));
    }
}
