// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.SourcePlace;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.scenario.Scenario;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small changes of the rules, evaluated on the events of the checks. It needs no further play. */
public final class MutationAnalysis implements Analysis {
    private static final String NAME = "mutation";

    /** The mutants of the rules of a plan. */
    private record Prepared(RuleSet rules, Map<String, List<Mutant>> mutants, Map<String, Variants> variants) {}

    private @Nullable Prepared prepared;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(GoalParameter.toggle(
                NAME,
                "true also evaluates small changes of the rules on the events of the checks, and reports which of them no check"
                        + " notices."));
    }

    /** None to remove: {@code kguard:mutate} writes the same file, which must outlive a run of the checks. */
    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public Optional<Analysis> asked(Settings settings) {
        return settings.isOn(NAME) ? Optional.of(new MutationAnalysis()) : Optional.empty();
    }

    private synchronized Prepared of(SuitePlan plan) {
        Prepared known = prepared;
        if (known == null || known.rules() != plan.rules()) {
            Map<String, List<Mutant>> mutants = Mutation.mutants(plan);
            known = new Prepared(plan.rules(), mutants, MutantPlay.variants(mutants));
            prepared = known;
        }
        return known;
    }

    @Override
    public RuleSet rules(SuitePlan plan, Scenario scenario, RuleSet plain) {
        return MutantPlay.measured(plain, plan.checks().getOrDefault(scenario, List.of()), of(plan).variants());
    }

    @Override
    public AnalysisResult find(AnalysedRun run) {
        SuiteMutation mutation = SuiteMutation.of(
                run.plan(),
                of(run.plan()).mutants(),
                run.result().checks(),
                run.ruleTests(),
                run.result().took());
        Path root = SourcePlace.root(Path.of(""));
        Map<String, RuleFigures> figures = new LinkedHashMap<>();
        mutation.report().rules().forEach(rule -> figures.put(rule.rule().name(), RuleFigures.of(rule.figures(root))));
        return AnalysisResult.of(
                        mutation.lines(),
                        List.of(mutation.table()),
                        Mutation.FILE,
                        mutation.report().json())
                .with(figures);
    }
}
