// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.Environment;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.report.Run;
import io.kguard.internal.report.SourcePlace;
import io.kguard.internal.report.Table;
import io.kguard.internal.report.UnmadeCheck;
import io.kguard.rule.Diagnostic;
import io.kguard.rule.Location;
import io.kguard.rule.Rule;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.CheckResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the model of a run, of which all reports are made. */
final class RunModel {
    private final Path root;
    private final SuitePlan plan;
    private final Map<String, Scenario> scenarios = new HashMap<>();
    private final Map<String, RuleCoverage> coverage = new HashMap<>();
    private final Map<String, SourcePlace> places = new HashMap<>();

    private RunModel(Path root, SuitePlan plan, CoverageReport coverage) {
        this.root = root;
        this.plan = plan;
        plan.scenarios().forEach(scenario -> scenarios.put(scenario.id(), scenario));
        coverage.rules().forEach(rule -> this.coverage.put(rule.rule().name(), rule));
    }

    /**
     * The model of a run whose rules and scenarios loaded.
     *
     * @param tables what was measured besides
     */
    static Run of(SuiteResult result, SuitePlan plan, List<Table> tables, CoverageReport coverage) {
        return new RunModel(SourcePlace.root(Path.of("")), plan, coverage).run(result, tables);
    }

    /** The model of a run that ended before its checks were known. */
    static Run impossible(SuiteResult result, FalcoVersion falco) {
        return new Run(
                Environment.here(falco), result.took(), result.problem(), List.of(), List.of(), List.of(), List.of());
    }

    private Run run(SuiteResult result, List<Table> tables) {
        List<RuleEntry> rules = rules();
        rules.forEach(rule -> places.put(rule.name(), rule.place()));
        return new Run(
                Environment.here(plan.rules().options().version()),
                result.took(),
                result.problem(),
                rules,
                result.checks().stream().map(this::check).toList(),
                unmade(),
                tables);
    }

    private List<RuleEntry> rules() {
        List<RuleEntry> rules = new ArrayList<>();
        plan.evaluated().loaded().rules().forEach(rule -> rules.add(rule(rule)));
        plan.evaluated().skipped().forEach(warning -> rules.add(skipped(warning)));
        return rules;
    }

    private RuleEntry rule(Rule rule) {
        Optional<RuleCoverage> covered = Optional.ofNullable(coverage.get(rule.name()));
        return new RuleEntry(
                rule.name(),
                rule.description(),
                rule.priority().label(),
                rule.source(),
                rule.tags(),
                SourcePlace.of(rule.position(), root),
                rule.text().text(),
                plan.evaluated().reasonAgainst(rule.name()).orElse(""),
                covered.map(RuleCoverage::fires).orElse(false),
                covered.map(RuleCoverage::silent).orElse(false),
                covered.flatMap(RuleCoverage::clauses));
    }

    private RuleEntry skipped(Diagnostic warning) {
        String name = warning.locations().stream()
                .filter(at -> at.kind() == Location.Kind.RULE)
                .map(Location::name)
                .findFirst()
                .orElse("");
        return new RuleEntry(
                name,
                "",
                "",
                "",
                List.of(),
                SourcePlace.of(warning.position(), root),
                "",
                plan.evaluated().reasonAgainst(name).orElse(""),
                false,
                false,
                Optional.empty());
    }

    private CheckEntry check(CheckResult result) {
        Scenario scenario = scenarios.get(result.scenario());
        return new CheckEntry(
                result,
                scenario == null ? "" : scenario.title(),
                scenario == null ? List.of() : scenario.techniques(),
                scenario == null ? "" : new Attack(scenario, null).tactic(),
                Optional.ofNullable(places.get(result.rule())));
    }

    private List<UnmadeCheck> unmade() {
        List<UnmadeCheck> unmade = new ArrayList<>();
        for (DroppedCheck check : plan.dropped()) {
            unmade.add(unmade(check, check.skipped() ? UnmadeCheck.Kind.SKIPPED : UnmadeCheck.Kind.DROPPED));
        }
        plan.leftOut().forEach(check -> unmade.add(unmade(check, UnmadeCheck.Kind.LEFT_OUT)));
        return unmade;
    }

    private static UnmadeCheck unmade(DroppedCheck check, UnmadeCheck.Kind kind) {
        return new UnmadeCheck(
                kind,
                check.scenario(),
                check.rule(),
                check.expectation().outcome().toString(),
                check.reason());
    }
}
