// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.metadata;

import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.report.Table;
import io.kguard.internal.tool.metadata.MetadataAnalysis.Changed;
import io.kguard.simulation.MetadataRace;
import io.kguard.simulation.MetadataRace.MetadataArrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which rules depend on the metadata of containers being there in time.
 *
 * @param arrival when the metadata arrived
 * @param races a result for each scenario
 */
record MetadataReport(MetadataArrival arrival, List<MetadataRace> races) {
    /** Copies the list. */
    public MetadataReport {
        races = List.copyOf(races);
    }

    private List<MetadataRace> inDoubt() {
        return races.stream().filter(race -> !race.doubt().isEmpty()).toList();
    }

    private String heading() {
        return "Metadata of containers that arrives " + arrival.text() + ", in " + races.size()
                + (races.size() == 1 ? " scenario" : " scenarios")
                + (inDoubt().isEmpty()
                        ? ""
                        : ", of which " + inDoubt().size() + " show nothing (metadata.json says why)");
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(heading() + ":"));
        List<Changed> silenced = changed(MetadataRace::silenced);
        List<Changed> raised = changed(MetadataRace::raised);
        if (silenced.isEmpty() && raised.isEmpty()) {
            lines.add("  no rule changes");
        }
        silenced.forEach(one -> lines.add("  " + one.rule() + " goes silent in " + one.in()));
        raised.forEach(one -> lines.add("  " + one.rule() + " begins to fire in " + one.in()));
        return WrappedLine.of(lines);
    }

    String json() {
        return RecordJson.report(new MetadataAnalysis.Results(
                arrival.toString(),
                changed(MetadataRace::silenced),
                changed(MetadataRace::raised),
                inDoubt().stream()
                        .map(race -> new MetadataAnalysis.Doubt(race.scenario().id(), race.doubt()))
                        .toList()));
    }

    private List<Changed> changed(Function<MetadataRace, List<String>> rules) {
        Map<String, List<String>> byRule = new TreeMap<>();
        races.forEach(race -> rules.apply(race)
                .forEach(rule -> byRule.computeIfAbsent(rule, name -> new ArrayList<>())
                        .add(race.scenario().id())));
        return byRule.entrySet().stream()
                .map(rule -> new Changed(rule.getKey(), rule.getValue()))
                .toList();
    }

    /** The table of the report for people. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        changed(MetadataRace::silenced).forEach(one -> rows.add(List.of(one.rule(), "goes silent", one.in())));
        changed(MetadataRace::raised).forEach(one -> rows.add(List.of(one.rule(), "begins to fire", one.in())));
        return new Table(
                "Metadata",
                heading() + (rows.isEmpty() ? ": no rule changes" : ""),
                List.of("Rule", "Change", "Scenarios"),
                rows);
    }
}
