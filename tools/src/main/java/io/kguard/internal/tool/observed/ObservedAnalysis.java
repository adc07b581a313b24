// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.scenario.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attacks that don't prove their effect: nobody asks for it, and what is seen of them is always told. */
public final class ObservedAnalysis implements Analysis {

    @Override
    public String name() {
        return "observed";
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of();
    }

    @Override
    public Optional<Analysis> asked(Settings settings) {
        return Optional.of(this);
    }

    @Override
    public boolean isAbout(SuitePlan plan) {
        return !plan.unproven().isEmpty();
    }

    @Override
    public boolean canBeParted() {
        return true;
    }

    @Override
    public List<Scenario> played(SuitePlan plan) {
        return plan.unproven();
    }

    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        return finding(run.detections(run.plan().unproven(), attack -> run.run(attack, run.rules())).stream()
                .map(Observed::of)
                .toList());
    }

    @Override
    public AnalysisResult merge(List<AnalysisResult> parts, List<String> played) {
        Map<String, Observed> byScenario = new HashMap<>();
        parts.stream()
                .flatMap(part -> Optional.ofNullable(part.files().get(file())).stream())
                .flatMap(json -> ObservedReport.read(json).observed().stream())
                .forEach(one -> byScenario.put(one.scenario(), one));
        return finding(played.stream()
                .map(scenario -> byScenario.getOrDefault(
                        scenario, new Observed(scenario, List.of(), List.of(), "no shard played it")))
                .toList());
    }

    private AnalysisResult finding(List<Observed> observed) {
        ObservedReport report = new ObservedReport(observed);
        return AnalysisResult.of(report.lines(), List.of(report.table()), file(), report.json())
                .with(List.of(), report.problem());
    }
}
