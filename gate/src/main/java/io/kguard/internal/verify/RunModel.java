// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.Environment;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.Run;
import io.kguard.internal.report.SourcePlace;
import io.kguard.internal.result.SuiteResult;
import io.kguard.rule.Rule;
import io.kguard.rule.Unloaded;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the model of a run, of which all reports are made. */
final class RunModel {
    private final Path root;
    private final SuitePlan plan;
    private final Measurements measured;
    private final Map<String, Scenario> scenarios = new HashMap<>();
    private final Map<String, RuleCoverage> coverage = new HashMap<>();
    private final Map<String, SourcePlace> places = new HashMap<>();

    private RunModel(Path root, SuitePlan plan, Measurements measured) {
        this.root = root;
        this.plan = plan;
        this.measured = measured;
        plan.scenarios().forEach(scenario -> scenarios.put(scenario.id(), scenario));
        measured.coverage().rules().forEach(rule -> coverage.put(rule.rule().name(), rule));
    }

    /** The model of a run whose rules and scenarios loaded. */
    static Run of(SuiteResult result, SuitePlan plan, Measurements measured) {
        return of(result, plan, measured, "");
    }

    /**
     * The model of a run whose rules and scenarios loaded.
     *
     * @param half what is needed to make one run of this and another; empty for a whole run
     */
    static Run of(SuiteResult result, SuitePlan plan, Measurements measured, String half) {
        return new RunModel(SourcePlace.root(Path.of("")), plan, measured).run(result, half);
    }

    /** The model of a run that ended before its checks were known. */
    static Run impossible(SuiteResult result, FalcoVersion falco) {
        return Run.impossible(Environment.here(falco), result.took(), result.problem());
    }

    private Run run(SuiteResult result, String half) {
        List<RuleEntry> rules = rules();
        rules.forEach(rule -> places.put(rule.name(), rule.place()));
        return new Run(
                Environment.here(plan.rules().options().version()).withHalf(half),
                result.took(),
                new Run.Caveats(result.problem(), result.missed(), result.unasked(), plan.notes()),
                rules,
                result.checks().stream().map(this::check).toList(),
                Stream.concat(plan.dropped().stream(), plan.leftOut().stream()).toList(),
                measured.tables());
    }

    private List<RuleEntry> rules() {
        List<RuleEntry> rules = new ArrayList<>();
        plan.evaluated().own().forEach(rule -> rules.add(rule(rule)));
        plan.evaluated().loaded().unloaded().forEach(left -> rules.add(unloaded(left)));
        return rules;
    }

    private RuleEntry rule(Rule rule) {
        Optional<RuleCoverage> covered = Optional.ofNullable(coverage.get(rule.name()));
        return new RuleEntry(
                new RuleEntry.Declared(
                        rule.name(),
                        rule.description(),
                        rule.priority().label(),
                        rule.source(),
                        rule.tags(),
                        SourcePlace.of(rule.position(), root),
                        rule.text().text()),
                plan.evaluated().reasonAgainst(rule.name()).orElse(""),
                false,
                covered.map(RuleCoverage::proven).orElse(RuleEntry.Shown.NONE),
                covered.map(RuleCoverage::pinned).orElse(RuleEntry.Shown.NONE),
                measured.figures(rule.name()));
    }

    private RuleEntry unloaded(Unloaded left) {
        return new RuleEntry(
                new RuleEntry.Declared(
                        left.name(),
                        "",
                        left.priority().label(),
                        left.source(),
                        left.tags(),
                        SourcePlace.of(left.position(), root),
                        ""),
                left.why().message().strip(),
                true,
                RuleEntry.Shown.NONE,
                RuleEntry.Shown.NONE,
                RuleFigures.NONE);
    }

    private CheckEntry check(CheckResult result) {
        Scenario scenario = scenarios.get(result.scenario());
        return new CheckEntry(
                result,
                scenario == null ? CheckEntry.About.NOTHING : about(scenario),
                Optional.ofNullable(places.get(result.rule())),
                result.clause()
                        .filter(clause -> Files.exists(Path.of(clause.file()))) // a rule test may run in another folder
                        .map(clause -> SourcePlace.of(clause, root)),
                Optional.ofNullable(measured.repeat()).flatMap(repeat -> repeat.runs(result)));
    }

    private static CheckEntry.About about(Scenario scenario) {
        return new CheckEntry.About(
                scenario.title(),
                scenario.techniques(),
                new Attack(scenario, List.of()).tactic(),
                scenario.simulated());
    }
}
