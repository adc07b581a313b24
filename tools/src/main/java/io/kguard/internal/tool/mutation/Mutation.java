// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.internal.ruletest.DeclaredRuleTests;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.shard.Work;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.internal.tool.mutant.SharedMacros;
import io.kguard.internal.verify.LessSeen;
import io.kguard.internal.verify.Reports;
import io.kguard.internal.verify.ShardPlan;
import io.kguard.internal.verify.Sharding;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:mutate} does: play each scenario once, and evaluate small changes of the rules on the events that were kept. A
 * change that alters the result of no check would not be noticed. What an earlier run found is not evaluated again, if nothing
 * changed that it depends on.
 */
public record Mutation(Options options, Console console) {
    public static final String FILE = Reports.MUTATION;

    /** How a run ended. */
    public enum End {
        /** Enough changes are noticed. */
        PASSED,
        /** Too few changes are noticed. */
        FAILED,
        /** Enough of those that were evaluated, but a check of some rules does not pass without a change. */
        LEFT_OUT,
        /** The rules or scenarios do not load, or no rule is left whose checks pass without a change. */
        IMPOSSIBLE
    }

    /**
     * Runs it.
     *
     * @throws IOException if a file can't be read or written
     */
    public End run() throws IOException {
        Sharding sharding = options.suite().sharding();
        Files.deleteIfExists(
                options.reports().resolve(sharding.isPart() ? sharding.part().file(Work.MUTATE) : FILE));
        try {
            return mutate(SuitePlan.of(options.suite()));
        } catch (KguardException e) {
            say(e.getMessage());
            return End.IMPOSSIBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.line("The run was interrupted.");
            return End.IMPOSSIBLE;
        }
    }

    private End mutate(SuitePlan plan) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (plan.size() == 0) {
            console.line("There was nothing to check: no scenario is about a rule that is loaded.");
            return End.IMPOSSIBLE;
        }
        String unseen = LessSeen.describe(options.suite(), plan);
        if (!unseen.isEmpty()) {
            say(unseen);
            return End.IMPOSSIBLE;
        }
        Map<String, List<Mutant>> mutants = mutants(plan);
        Sharding sharding = options.suite().sharding();
        ShardPlan shards = sharding.isPart() ? ShardPlan.of(plan, List.of(), sharding) : null;
        SuitePlan own = shards == null ? plan : shards.own();
        NoticedMutants noticed = NoticedMutants.of(options, plan, mutants, console);
        Map<Scenario, List<Expectation>> open = noticed.open(own);
        MutantPlay play = new MutantPlay(
                options.suite(),
                plan.rules(),
                open,
                mutants,
                scenario -> null, // nothing was played before
                Progress.ofScenarios(console, open.size(), System::nanoTime));
        List<CheckResult> results = new ArrayList<>(own.refused());
        if (!open.isEmpty()) {
            results.addAll(play.run());
        }
        results.stream().filter(CheckResult::isPassed).forEach(noticed::add);
        noticed.write();
        List<MutationReport.LeftOut> leftOut = leftOut(plan, mutants, results);
        if (!leftOut.isEmpty() && sound(mutants, leftOut).isEmpty()) {
            console.line("No change was evaluated, because each rule has a check that does not pass. Run "
                    + Wording.command("verify") + ".");
            leftOut.forEach(rule -> rule.reasons().forEach(console::line));
            return End.IMPOSSIBLE;
        }
        Map<String, List<Mutant>> measured = sound(mutants, leftOut);
        MutationReport.Effort effort = new MutationReport.Effort(
                open.size(),
                count(measured, open),
                Duration.ofNanos(play.evaluatingNanos()),
                Duration.ofNanos(System.nanoTime() - start),
                String.valueOf(options.history()));
        MutationReport report = report(plan, mutants, leftOut, noticed, effort);
        return shards == null ? judge(report) : part(report, shards);
    }

    /** The rules with a check that does not pass. */
    static List<MutationReport.LeftOut> leftOut(
            SuitePlan plan, Map<String, List<Mutant>> mutants, List<CheckResult> results) {
        Map<String, List<CheckResult>> failed =
                results.stream().filter(check -> !check.isPassed()).collect(Collectors.groupingBy(CheckResult::rule));
        SharedMacros shared = SharedMacros.of(plan.rules().rules());
        List<MutationReport.LeftOut> leftOut = new ArrayList<>();
        for (Rule rule : own(plan)) {
            List<CheckResult> own = failed.get(rule.name());
            if (own != null) {
                List<Mutant> known = mutants.get(rule.name());
                List<Mutant> of = known == null ? mutants(plan, rule, shared) : known;
                leftOut.add(MutationReport.LeftOut.of(rule, of.size(), own));
            }
        }
        return leftOut;
    }

    /** The rules whose changes matter: nobody here tests those of the base. */
    private static List<Rule> own(SuitePlan plan) {
        return plan.rules().rules().stream()
                .filter(rule -> !plan.evaluated().base().contains(rule.name()))
                .toList();
    }

    private static List<Mutant> mutants(SuitePlan plan, Rule rule, SharedMacros shared) {
        return Mutator.mutants(rule, plan.rules().fields(rule), shared);
    }

    /** The mutants of the rules that are not left out. */
    static Map<String, List<Mutant>> sound(Map<String, List<Mutant>> mutants, List<MutationReport.LeftOut> leftOut) {
        Map<String, List<Mutant>> sound = new LinkedHashMap<>(mutants);
        leftOut.forEach(rule -> sound.remove(rule.rule().name()));
        return sound;
    }

    /** What other parts notice is not known, so nothing is judged. */
    private End part(MutationReport report, ShardPlan shards) throws IOException {
        Path file = MutationShard.of(options.suite(), report, shards).write(options.reports());
        report.leftOutLines().forEach(console::line);
        report.effort().lines(report.checked()).forEach(console::line);
        console.line(shards.text() + ". Changes and thresholds are judged by " + Wording.command("merge")
                + ", when all shards are there.");
        console.line("Shard: " + file);
        return End.PASSED;
    }

    private void say(@Nullable String text) {
        String.valueOf(text).lines().forEach(console::line);
    }

    private End judge(MutationReport report) throws IOException {
        return judge(report, options.thresholds(), options.reports(), console);
    }

    /** Says what the whole of a run shows, and writes its report. */
    static End judge(MutationReport report, MutationThresholds thresholds, Path reports, Console console)
            throws IOException {
        report.lines().forEach(console::line);
        WholeFile.write(reports.resolve(FILE), report.json());
        if (!report.leftOut().isEmpty()) {
            console.line(
                    "The checks of rules that are left out must pass first. Run " + Wording.command("verify") + ".");
        }
        List<String> missed = report.missed(thresholds);
        missed.forEach(console::line);
        if (!missed.isEmpty()) {
            return End.FAILED;
        }
        return report.leftOut().isEmpty() ? End.PASSED : End.LEFT_OUT;
    }

    /** The mutants of each rule that has a check. */
    static Map<String, List<Mutant>> mutants(SuitePlan plan) {
        Set<String> checked = rules(plan.checks());
        SharedMacros shared = SharedMacros.of(plan.rules().rules());
        Map<String, List<Mutant>> mutants = new LinkedHashMap<>();
        for (Rule rule : own(plan)) {
            if (checked.contains(rule.name())) {
                mutants.put(rule.name(), mutants(plan, rule, shared));
            }
        }
        return mutants;
    }

    private static Set<String> rules(Map<Scenario, List<Expectation>> checks) {
        return checks.values().stream()
                .flatMap(List::stream)
                .map(Expectation::rule)
                .collect(Collectors.toSet());
    }

    /** How many mutants checks are about. */
    private static int count(Map<String, List<Mutant>> mutants, Map<Scenario, List<Expectation>> checks) {
        return rules(checks).stream()
                .mapToInt(rule -> mutants.getOrDefault(rule, List.of()).size())
                .sum();
    }

    private MutationReport report(
            SuitePlan plan,
            Map<String, List<Mutant>> mutants,
            List<MutationReport.LeftOut> leftOut,
            NoticedMutants noticed,
            MutationReport.Effort effort)
            throws IOException {
        List<DeclaredRuleTest> declared = new ArrayList<>();
        for (Path folder : options.ruleTests().folders()) {
            declared.addAll(DeclaredRuleTests.in(folder, options.ruleTests().classPath()));
        }
        Map<String, List<String>> tests = DeclaredRuleTest.namesByRule(declared);
        Map<String, Notices> killed = new HashMap<>();
        mutants.keySet().forEach(rule -> killed.put(rule, noticed.of(rule)));
        List<RuleMutation> rules =
                rules(plan, sound(mutants, leftOut), killed, tests, unchecked(plan, mutants, leftOut, tests));
        tests.keySet().removeAll(mutants.keySet());
        return new MutationReport(
                rules, leftOut, List.copyOf(tests.keySet()), plan.evaluated().unloaded(), effort);
    }

    /**
     * What is known of the mutants of each rule.
     *
     * @param noticed those that checks notice
     * @param tests the rule tests of each rule that were not run on mutants
     * @param unchecked the rules without any check, of which nothing notices a mutant
     */
    static List<RuleMutation> rules(
            SuitePlan plan,
            Map<String, List<Mutant>> mutants,
            Map<String, Notices> noticed,
            Map<String, List<String>> tests,
            Set<String> unchecked) {
        List<RuleMutation> rules = new ArrayList<>();
        SharedMacros shared = SharedMacros.of(plan.rules().rules());
        for (Rule rule : plan.rules().rules()) {
            List<Mutant> of = mutants.get(rule.name());
            if (of != null) {
                rules.add(RuleMutation.of(
                        rule,
                        plan.rules().fields(rule),
                        of,
                        noticed.getOrDefault(rule.name(), Notices.NONE),
                        tests.getOrDefault(rule.name(), List.of())));
            } else if (unchecked.contains(rule.name())) {
                rules.add(RuleMutation.unchecked(rule, plan.rules().fields(rule), mutants(plan, rule, shared)));
            }
        }
        return rules;
    }

    /** The rules that neither a scenario nor a rule test is about. */
    static Set<String> unchecked(
            SuitePlan plan,
            Map<String, List<Mutant>> mutants,
            List<MutationReport.LeftOut> leftOut,
            Map<String, List<String>> tests) {
        Set<String> left = leftOut.stream().map(rule -> rule.rule().name()).collect(Collectors.toSet());
        return own(plan).stream()
                .map(Rule::name)
                .filter(rule -> !mutants.containsKey(rule) && !left.contains(rule) && !tests.containsKey(rule))
                .collect(Collectors.toSet());
    }

    /**
     * The parts of a mutation.
     *
     * @param suite what to check, and how
     * @param thresholds how many changes the checks must notice
     * @param history the file with the results of earlier runs; null to use none
     * @param ruleTests the rule tests, which are named and not run
     * @param reports the folder for {@code mutation.json}
     */
    public record Options(
            VerifyOptions suite,
            MutationThresholds thresholds,
            @Nullable Path history,
            RuleTestClasses ruleTests,
            Path reports) {

        /** The file with the results of earlier runs, if nobody names another. */
        public static Path defaultHistory(Path reports) {
            return reports.resolve(MutationHistory.FILE);
        }
    }
}
