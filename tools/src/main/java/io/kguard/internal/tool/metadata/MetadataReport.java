// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.metadata;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.report.Table;
import io.kguard.simulation.MetadataArrival;
import io.kguard.simulation.MetadataRace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which rules depend on the metadata of containers being there in time. As JSON:
 * <pre>{@code
 * {"metadata": "late",
 *  "silenced": [{"rule": "Terminal shell in container", "scenarios": ["kubectl-exec-shell"]}],
 *  "raised": [],
 *  "inDoubt": [{"scenario": "crypto-miner", "reason": "..."}]}
 * }</pre>
 *
 * @param arrival when the metadata arrived
 * @param races a result for each scenario
 */
record MetadataReport(MetadataArrival arrival, List<MetadataRace> races) {
    /** Copies the list. */
    public MetadataReport {
        races = List.copyOf(races);
    }

    private Map<String, List<String>> scenarios(Function<MetadataRace, List<String>> rules) {
        Map<String, List<String>> byRule = new TreeMap<>();
        races.forEach(race -> rules.apply(race)
                .forEach(rule -> byRule.computeIfAbsent(rule, name -> new ArrayList<>())
                        .add(race.scenario().id())));
        return byRule;
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
        Map<String, List<String>> silenced = scenarios(MetadataRace::silenced);
        Map<String, List<String>> raised = scenarios(MetadataRace::raised);
        if (silenced.isEmpty() && raised.isEmpty()) {
            lines.add("  no rule changes");
        }
        silenced.forEach((rule, in) -> lines.add("  " + rule + " goes silent in " + String.join(", ", in)));
        raised.forEach((rule, in) -> lines.add("  " + rule + " begins to fire in " + String.join(", ", in)));
        return WrappedLine.of(lines);
    }

    String json() {
        JsonWriter json = JsonWriter.spaced().object().member("metadata", arrival.toString());
        rules(json.line(1).key("silenced"), scenarios(MetadataRace::silenced));
        rules(json.line(1).key("raised"), scenarios(MetadataRace::raised));
        json.line(1).key("inDoubt").array();
        for (MetadataRace race : inDoubt()) {
            json.line(2)
                    .object()
                    .member("scenario", race.scenario().id())
                    .member("reason", race.doubt())
                    .end();
        }
        return json.end().end().json() + "\n";
    }

    private static void rules(JsonWriter json, Map<String, List<String>> scenarios) {
        json.array();
        scenarios.forEach((rule, in) -> {
            json.line(2).object().member("rule", rule).key("scenarios").array();
            in.forEach(json::value);
            json.end().end();
        });
        json.end();
    }

    /** The table of the report for people. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        scenarios(MetadataRace::silenced)
                .forEach((rule, in) -> rows.add(List.of(rule, "goes silent", String.join(", ", in))));
        scenarios(MetadataRace::raised)
                .forEach((rule, in) -> rows.add(List.of(rule, "begins to fire", String.join(", ", in))));
        return new Table(
                "Metadata",
                heading() + (rows.isEmpty() ? ": no rule changes" : ""),
                List.of("Rule", "Change", "Scenarios"),
                rows);
    }
}
