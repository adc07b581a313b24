// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.rule.Rule;
import io.kguard.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of the rules on everyday workloads.
 *
 * @param budget the most alerts of a rule per thousand events of everyday workloads; null for any number
 */
public record NoiseAnalysis(@Nullable Double budget) implements Analysis {
    private static final String NAME = "noise";
    private static final String BUDGET = "maxNoise";

    /** Without a budget. */
    public NoiseAnalysis() {
        this(null);
    }

    public NoiseAnalysis {
        if (budget != null && !(budget >= 0)) {
            throw new IllegalArgumentException(Wording.option(BUDGET) + " must be a number from 0, not " + budget);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(
                GoalParameter.toggle(
                        NAME,
                        "true also plays the everyday workloads, and reports how many alerts the rules raise on them."),
                GoalParameter.number(
                        BUDGET,
                        "The maximum number of alerts of a rule per thousand events of an everyday workload. A noisier rule is a failure."
                                + " Default: any number."));
    }

    @Override
    public Optional<Analysis> asked(Settings settings) {
        if (settings.isGiven(BUDGET)) {
            return Optional.of(new NoiseAnalysis(settings.decimal(BUDGET)));
        }
        return settings.isOn(NAME) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public List<Scenario> played(SuitePlan plan) {
        return plan.workloads();
    }

    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        NoiseReport report = NoiseReport.of(
                run.detections(
                        run.plan().workloads(), workload -> run.simulator().measure(workload, run.rules())),
                run.rules(),
                run.plan().unplayable());
        Map<String, RuleFigures> figures = new LinkedHashMap<>();
        for (Rule rule : run.plan().evaluated().loaded().rules()) {
            if (run.plan().evaluated().reasonAgainst(rule.name()).isEmpty()) {
                figures.put(rule.name(), RuleFigures.of(report.figures(rule.name())));
            }
        }
        return AnalysisResult.of(report.lines(), List.of(report.table()), file(), report.json())
                .with(budget == null ? List.of() : report.checks(budget), report.problem(budget != null))
                .with(figures);
    }
}
