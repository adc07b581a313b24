// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import java.util.List;

/** The attacks in other ways to their effect. */
public final class EvasionAnalysis implements Analysis {
    private static final String NAME = "evasion";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(GoalParameter.toggle(
                NAME,
                "true also plays each attack in other ways to its effect, and reports which of them the rules miss. That is no"
                        + " failure."));
    }

    /** An attack that a rule misses as it is has no variants for that rule. */
    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        EvasionRun variants =
                new EvasionRun(run.simulator(), run.rules(), run.options().parallel());
        EvasionReport report =
                new EvasionReport(variants.run(run.plan().detected(run.result().checks())));
        return AnalysisResult.of(report.lines(), List.of(report.table()), file(), report.json());
    }
}
