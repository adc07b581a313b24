// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.metadata;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.verify.AnalysedRun;
import io.kguard.internal.verify.Analysis;
import io.kguard.internal.verify.AnalysisResult;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.MetadataRace;
import io.kguard.simulation.MetadataRace.MetadataArrival;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.SideBySide;
import java.util.List;
import java.util.Optional;

/**
 * The scenarios without metadata of containers in time.
 *
 * @param arrival when it arrives
 */
public record MetadataAnalysis(MetadataArrival arrival) implements Analysis {
    private static final String NAME = "metadata";

    /**
     * What {@code metadata.json} has.
     *
     * @param metadata {@code late} or {@code none}
     * @param silenced the rules that go silent
     * @param raised the rules that begin to fire
     * @param inDoubt the scenarios that show nothing
     */
    public record Results(
            String metadata,
            @Written(line = 1, rows = 2) List<Changed> silenced,
            @Written(line = 1, rows = 2) List<Changed> raised,
            @Written(line = 1, rows = 2) List<Doubt> inDoubt) {}

    /** A rule that changes, and where. */
    public record Changed(String rule, List<String> scenarios) {
        public String in() {
            return String.join(", ", scenarios);
        }
    }

    /** A scenario that shows nothing, and why. */
    public record Doubt(String scenario, String reason) {}

    /** One of which nothing was asked yet. */
    public MetadataAnalysis() {
        this(MetadataArrival.LATE);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(GoalParameter.text(
                NAME,
                "late or none also judges each scenario with the metadata of its containers late or missing, and reports which"
                        + " rules change."));
    }

    @Override
    public Optional<Analysis> asked(Settings settings) {
        String when = settings.text(NAME);
        return when.isEmpty() ? Optional.empty() : Optional.of(new MetadataAnalysis(MetadataArrival.of(when)));
    }

    @Override
    public AnalysisResult find(AnalysedRun run) throws InterruptedException {
        List<Scenario> played = run.plan().checks().keySet().stream()
                .filter(scenario ->
                        scenario.recording() == null && !scenario.pods().isEmpty())
                .toList();
        Simulator simulator = run.simulator();
        List<MetadataRace> races = SideBySide.play(
                run.options().parallel(),
                played,
                scenario -> simulator.race(scenario, run.rules(), arrival),
                MetadataRace::inDoubt);
        MetadataReport report = new MetadataReport(arrival, races);
        return AnalysisResult.of(report.lines(), List.of(report.table()), file(), report.json());
    }
}
