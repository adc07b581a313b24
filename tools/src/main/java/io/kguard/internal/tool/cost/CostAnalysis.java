// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.cost;

import io.kguard.engine.RuleSet;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.EventCounts;
import io.kguard.verdict.Detections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rules cost, and which of them hide others. */
public final class CostAnalysis implements Analysis {
    private static final String NAME = "cost";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(GoalParameter.toggle(
                NAME, "true also measures what each rule costs, and says which rules others hide."));
    }

    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        RuleSet timed = CostReport.timed(run.rules());
        List<Scenario> workloads = run.plan().workloads();
        Map<Scenario, EventCounts> counts = new LinkedHashMap<>();
        workloads.forEach(workload -> counts.put(workload, new EventCounts()));
        List<Detections> scenarios =
                run.detections(List.copyOf(run.plan().checks().keySet()), scenario -> run.run(scenario, timed));
        List<Detections> measured = run.detections(
                workloads,
                workload -> run.simulator().measure(workload, timed, counts.getOrDefault(workload, new EventCounts())));
        CostReport report = CostReport.of(run.rules(), scenarios, measured, counts.values());
        Map<String, RuleFigures> figures = new LinkedHashMap<>();
        report.figures().forEach((rule, cost) -> figures.put(rule, RuleFigures.of(cost)));
        List<String> lines = new ArrayList<>(report.lines());
        run.plan().unplayable().forEach(sentence -> lines.addAll(WrappedLine.of("  " + sentence)));
        return AnalysisResult.of(lines, report.tables(), file(), report.json()).with(figures);
    }
}
