// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.derive.TwoRules;
import io.kguard.internal.tool.evasion.Variant;
import io.kguard.internal.tool.tuning.TuningReport.Checks;
import io.kguard.internal.tool.tuning.TuningReport.EverydayWork;
import io.kguard.internal.tool.tuning.TuningReport.Writing;
import io.kguard.internal.verify.LessSeen;
import io.kguard.internal.verify.Suite;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code mvn kguard:tune} does: count the alerts of the rules on everyday work, propose exceptions that silence them, and
 * show with the whole suite that the attacks are still detected. Each rule is tuned apart from the others: all that match an
 * event are counted.
 *
 * @param options the rules, and the scenarios with the workloads and attacks
 * @param evidence what shows everyday work, besides the workloads
 * @param target where the exceptions go
 * @param reports the folder for {@code tune.json}
 * @param console where it prints
 */
public record Tuning(VerifyOptions options, Evidence evidence, TuningTarget target, Path reports, Console console) {
    private static final String FILE = "tune.json";
    private static final int MAX_ROUNDS = 3;

    /**
     * What shows everyday work.
     *
     * @param recordings recordings of it
     * @param alerts files and folders with the alerts that it raised in production
     */
    public record Evidence(List<Path> recordings, List<Path> alerts) {
        public Evidence {
            recordings = List.copyOf(recordings);
            alerts = List.copyOf(alerts);
        }

        boolean isEmpty() {
            return recordings.isEmpty() && alerts.isEmpty();
        }
    }

    /** How a run ended. */
    public enum End {
        /** Every attack is still detected. */
        PASSED,
        /** With the exceptions, a check does not pass any more, or the file can't take effect. Nothing was written. */
        FAILED,
        /** The rules or scenarios do not load, or can't be played. */
        IMPOSSIBLE
    }

    /** A problem that prevents a verdict. */
    private static final class NotTunedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotTunedException(String message) {
            super(message);
        }
    }

    /**
     * Runs it.
     *
     * @throws IOException if a file can't be written
     */
    public End run() throws IOException {
        Files.deleteIfExists(reports.resolve(FILE));
        try {
            return tune();
        } catch (KguardException | NotTunedException e) {
            String.valueOf(e.getMessage()).lines().forEach(console::line);
            return End.IMPOSSIBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.line("The run was interrupted.");
            return End.IMPOSSIBLE;
        }
    }

    private End tune() throws IOException, InterruptedException, NotTunedException {
        SuitePlan plan = SuitePlan.of(options);
        if (plan.workloads().isEmpty() && evidence.isEmpty()) {
            throw new NotTunedException("There is no everyday work to learn from: no scenario that can be played"
                    + " says benign: workload, and " + Wording.given("recordings") + " and " + Wording.given("alerts")
                    + " name none."
                    + plan.unplayable().stream()
                            .map(sentence -> "\n" + sentence)
                            .collect(Collectors.joining()));
        }
        String unseen = LessSeen.describe(options, plan);
        if (!unseen.isEmpty()) {
            throw new NotTunedException(unseen);
        }
        TuningReport report;
        try (Simulator simulator = options.openSimulator()) {
            report = proposed(plan, simulator);
        }
        if (report.exceptions().isEmpty()) {
            return end(report, End.PASSED);
        }
        try (ExtraRules extra = ExtraRules.of(options.rules(), ExceptionsYaml.of(report.exceptions()))) {
            report = checked(report, plan, SuitePlan.of(options.withRules(extra.rules())));
        }
        if (!report.lost().isEmpty()) {
            return end(report, End.FAILED);
        }
        String refusal = target.write(options, report.exceptions());
        return end(
                report.written(new Writing(target.isWritten() && refusal.isEmpty(), refusal)),
                refusal.isEmpty() ? End.PASSED : End.FAILED);
    }

    private End end(TuningReport report, End end) throws IOException {
        report.lines(target).forEach(console::line);
        WholeFile.write(reports.resolve(FILE), report.json());
        return end;
    }

    /** What was counted in one run over all everyday work: the alerts of each rule, and what casts doubt on recordings. */
    private record Count(Map<String, Long> alerts, List<String> doubts) {
        Count plus(Map<String, Long> more) {
            Map<String, Long> all = new LinkedHashMap<>(alerts);
            more.forEach((rule, count) -> all.merge(rule, count, Long::sum));
            return new Count(all, doubts);
        }
    }

    private TuningReport proposed(SuitePlan plan, Simulator simulator)
            throws IOException, InterruptedException, NotTunedException {
        RuleSet rules = reporting(plan.rules());
        AlertKinds everyday = new AlertKinds();
        List<String> notes = new ArrayList<>();
        ProductionAlerts production =
                ProductionAlerts.read(evidence.alerts(), plan.rules().rules(), notes);
        Count counted = count(plan, simulator, rules, 0, everyday);
        Count before = counted.plus(production.counts());
        Map<String, Rule> noisy = new LinkedHashMap<>();
        plan.rules().rules().stream()
                .filter(rule -> before.alerts().getOrDefault(rule.name(), 0L) > 0)
                .forEach(rule -> noisy.put(rule.name(), rule));
        if (!noisy.isEmpty()) {
            playWorkloads(plan, simulator, rules, 1, everyday);
        }
        Map<String, ExceptionProposer> proposers =
                noisy.isEmpty() ? Map.of() : proposers(plan, simulator, rules, noisy);
        List<ProposedException> exceptions = new ArrayList<>();
        List<ExceptionProposer.Untuned> untuned = List.of();
        Count after = counted;
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            ExceptionProposer.Proposal proposal = propose(proposers, everyday, production, exceptions);
            untuned = proposal.untuned();
            if (proposal.exceptions().isEmpty()) {
                break;
            }
            exceptions.addAll(proposal.exceptions());
            try (ExtraRules extra = ExtraRules.of(options.rules(), ExceptionsYaml.of(exceptions))) {
                RuleSet tuned = SuitePlan.of(options.withRules(extra.rules())).rules();
                after = count(plan, simulator, reporting(tuned), round + 1, everyday);
            }
        }
        return new TuningReport(
                new EverydayWork(
                        plan.workloads().size(),
                        evidence.recordings().size(),
                        plan.unplayable(),
                        before.doubts(),
                        notes),
                before.alerts(),
                after.plus(production.with(exceptions)).alerts(),
                exceptions,
                untuned,
                Checks.NONE,
                Writing.NONE);
    }

    private static ExceptionProposer.Proposal propose(
            Map<String, ExceptionProposer> proposers,
            AlertKinds everyday,
            ProductionAlerts production,
            List<ProposedException> exceptions) {
        ExceptionProposer.Proposal all = new ExceptionProposer.Proposal(List.of(), List.of());
        for (Map.Entry<String, ExceptionProposer> entry : proposers.entrySet()) {
            List<AlertKind> left = Stream.concat(
                            everyday.of(entry.getKey()).stream(), production.of(entry.getKey()).stream())
                    .filter(kind -> exceptions.stream()
                            .noneMatch(exception -> exception.rule().equals(entry.getKey()) && exception.matches(kind)))
                    .toList();
            all = all.plus(entry.getValue().propose(left));
        }
        return all;
    }

    private static RuleSet reporting(RuleSet rules) {
        RuleSet reporting = rules.withMatching(Matching.ALL);
        for (Rule rule : rules.rules()) {
            reporting = reporting.reporting(rule.name(), AlertKinds.fields(rule));
        }
        return reporting;
    }

    private Count count(SuitePlan plan, Simulator simulator, RuleSet rules, int run, AlertKinds kinds)
            throws InterruptedException, NotTunedException {
        List<Detections> played = new ArrayList<>(playWorkloads(plan, simulator, rules, run, kinds));
        List<String> doubts = new ArrayList<>();
        for (Path recording : evidence.recordings()) {
            Detections detections = RecordedScenario.run(Recording.of(recording), recording.toString(), rules);
            if (detections.eventsSeen() == 0) {
                throw new NotTunedException(recording + " can't be used: "
                        + (detections.isTrusted() ? "it has no events" : String.join("; ", detections.doubts())));
            }
            detections.doubts().forEach(doubt -> doubts.add(recording + ": " + doubt));
            detections.alerts().forEach(alert -> kinds.add(recording.toString(), 0, alert));
            played.add(detections);
        }
        Map<String, Long> alerts = new LinkedHashMap<>();
        played.stream()
                .flatMap(detections -> detections.outcomes().stream())
                .filter(outcome -> outcome.eventsMatched() > 0)
                .forEach(outcome -> alerts.merge(outcome.rule().name(), outcome.eventsMatched(), Long::sum));
        return new Count(alerts, doubts);
    }

    private List<Detections> playWorkloads(
            SuitePlan plan, Simulator simulator, RuleSet rules, int run, AlertKinds kinds)
            throws InterruptedException, NotTunedException {
        List<Detections> played = play(plan.workloads(), simulator, rules);
        played.forEach(
                detections -> detections.alerts().forEach(alert -> kinds.add(detections.scenario(), run, alert)));
        return played;
    }

    /** Plays scenarios, and insists that all of them can be judged. */
    private List<Detections> play(List<Scenario> scenarios, Simulator simulator, RuleSet rules)
            throws InterruptedException, NotTunedException {
        Progress progress = Progress.ofScenarios(console, scenarios.size(), System::nanoTime);
        List<Detections> played = SideBySide.play(
                options.parallel(),
                scenarios,
                progress.following(scenario -> simulator.run(scenario, rules)),
                (scenario, reason) -> {
                    throw new IllegalStateException("the scenario " + scenario + " failed: " + reason);
                });
        for (Detections detections : played) {
            if (!detections.isTrusted()) {
                throw new NotTunedException("The scenario " + detections.scenario() + " can't be judged.\n  "
                        + String.join("\n  ", detections.doubts()));
            }
        }
        return played;
    }

    /** Plays the attacks, to know what the exceptions must not match. */
    private Map<String, ExceptionProposer> proposers(
            SuitePlan plan, Simulator simulator, RuleSet rules, Map<String, Rule> noisy)
            throws InterruptedException, NotTunedException {
        List<Scenario> attacks = plan.checks().entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Expectation::isFires))
                .map(Map.Entry::getKey)
                .toList();
        AlertKinds kinds = new AlertKinds();
        for (Detections detections : play(attacks, simulator, rules)) {
            detections.alerts().forEach(alert -> kinds.add(detections.scenario(), 0, alert));
        }
        List<Variant> variants = attacks.stream()
                .filter(attack -> noisy.keySet().stream().anyMatch(rule -> attack.mustFire(rule)))
                .flatMap(attack -> Variant.of(attack).stream())
                .filter(variant -> variant.missingProof().isEmpty())
                .toList();
        evade(variants, simulator, rules, kinds);
        Map<String, ExceptionProposer> proposers = new LinkedHashMap<>();
        noisy.forEach((name, rule) -> {
            Set<String> own = Stream.concat(
                            attacks.stream().filter(attack -> attack.mustFire(name)),
                            variants.stream()
                                    .filter(variant -> variant.attack().mustFire(name))
                                    .map(Variant::scenario))
                    .map(Scenario::id)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Map<Boolean, List<AlertKind>> split =
                    kinds.of(name).stream().collect(Collectors.partitioningBy(kind -> own.contains(kind.origin())));
            proposers.put(
                    name,
                    new ExceptionProposer(
                            rule, split.getOrDefault(true, List.of()), split.getOrDefault(false, List.of())));
        });
        return proposers;
    }

    /** Plays attacks by other means. What they look like then must not be excepted, either. */
    private void evade(List<Variant> variants, Simulator simulator, RuleSet rules, AlertKinds kinds)
            throws InterruptedException {
        List<Detections> played = SideBySide.play(
                options.parallel(),
                variants,
                variant -> simulator.run(variant.scenario(), rules),
                (variant, reason) -> {
                    throw new IllegalStateException(
                            "the scenario " + variant.scenario().id() + " failed: " + reason);
                });
        // one that has no effect in this image is no attack; its alerts only make exceptions narrower
        played.forEach(detections -> detections.alerts().forEach(alert -> kinds.add(detections.scenario(), 0, alert)));
        if (!variants.isEmpty()) {
            console.line("Attacks by other means that no exception may match: "
                    + played.stream().filter(Detections::isTrusted).count() + " of " + variants.size()
                    + " have the effect of the attack.");
        }
    }

    /** Runs the suite with the exceptions, and what does not pass then also without them. */
    private TuningReport checked(TuningReport report, SuitePlan plan, SuitePlan tuned) throws NotTunedException {
        SuiteResult after = run(tuned);
        if (!after.problem().isEmpty()) {
            throw new NotTunedException(after.problem());
        }
        List<CheckResult> broken =
                after.checks().stream().filter(check -> !check.isPassed()).toList();
        Set<String> again = broken.stream().map(CheckResult::scenario).collect(Collectors.toSet());
        Map<Scenario, List<Expectation>> checks = new LinkedHashMap<>();
        plan.checks().forEach((scenario, expectations) -> {
            if (again.contains(scenario.id())) {
                checks.put(scenario, expectations);
            }
        });
        SuiteResult before = checks.isEmpty() ? new SuiteResult(List.of(), "", Duration.ZERO) : run(plan.only(checks));
        Map<Boolean, List<CheckResult>> lost = broken.stream()
                .collect(Collectors.partitioningBy(check -> before.checks().stream()
                        .anyMatch(other -> other.isPassed()
                                && other.scenario().equals(check.scenario())
                                && other.expectation().equals(check.expectation()))));
        long fires = after.checks().stream()
                .filter(check -> check.isPassed() && check.expectation().isFires())
                .count();
        List<String> conditions = TwoRules.ofEach(plan.rules(), tuned.rules()).stream()
                .map(TwoRules.Told::sentence)
                .toList();
        return report.checked(
                new Checks(fires, lost.getOrDefault(true, List.of()), lost.getOrDefault(false, List.of()), conditions));
    }

    private SuiteResult run(SuitePlan plan) {
        return new Suite(options, plan).run(new Progress(console, plan.size(), System::nanoTime));
    }

    /**
     * A rule file that is loaded after others, only to try it. It is removed when this is closed.
     *
     * @param rules all rule files, the tried one last
     */
    private record ExtraRules(List<Path> rules) implements AutoCloseable {
        static ExtraRules of(List<Path> rules, String text) throws IOException {
            Path file = Files.createTempFile("kguard-exceptions", ".yaml");
            Files.writeString(file, text, UTF_8);
            List<Path> all = new ArrayList<>(rules);
            all.add(file);
            return new ExtraRules(List.copyOf(all));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(rules.get(rules.size() - 1));
        }
    }
}
