// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Falco that judges the events of the scenarios, too.
 *
 * @param beside the reference engine; null if nobody asked for one yet
 */
public record BesideAnalysis(@Nullable Beside beside) implements Analysis {
    /** One of which nothing was asked yet. */
    public BesideAnalysis() {
        this(null);
    }

    @Override
    public String name() {
        return Beside.PARAMETER;
    }

    @Override
    public List<GoalParameter> parameters() {
        return Beside.parameters(
                "falco also lets a Falco of this machine judge the events of the scenarios, and live lets it watch the kernel"
                        + " itself while they are played. An alert that only one of the two has, or with other fields,"
                        + " is an error.");
    }

    @Override
    public Optional<Analysis> asked(Settings settings) throws IOException {
        return Beside.asked(settings).map(BesideAnalysis::new);
    }

    @Override
    public boolean judgesAll() {
        return true;
    }

    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        if (beside == null) {
            throw new IllegalStateException("no Falco was asked for");
        }
        BesideReport report = beside.mode() == Beside.Mode.LIVE
                ? new LiveRun(beside, run.options(), run.simulator(), run.rules()).of(run.plan())
                : new BesideRun(
                                beside,
                                run.options(),
                                run.simulator(),
                                new BesideJudge(beside.falco(), run.options().rules(), run.rules()))
                        .of(run.plan());
        return AnalysisResult.of(report.lines(), List.of(report.table()), file(), report.json())
                .with(List.of(), report.problem());
    }
}
