// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import io.kguard.event.JsonWriter;
import io.kguard.internal.report.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which rules fired on attacks that don't prove their effect. Nothing is checked there. As JSON:
 * <pre>{@code
 * {"observed": [
 *   {"scenario": "atomic-t1003-008-1", "fired": ["Read sensitive file untrusted"], "doubt": ""}]}
 * }</pre>
 *
 * @param observed what was detected in each scenario
 */
record ObservedReport(List<Observed> observed) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String HEADING = "because these attacks don't prove their effect";

    ObservedReport {
        observed = List.copyOf(observed);
    }

    /** A report from its JSON. */
    static ObservedReport read(String json) {
        List<Observed> observed = new ArrayList<>();
        for (JsonNode one : MAPPER.readTree(json).path("observed")) {
            List<String> fired = new ArrayList<>();
            one.path("fired").forEach(rule -> fired.add(rule.asString()));
            String doubt = one.path("doubt").asString();
            observed.add(
                    new Observed(one.path("scenario").asString(), fired, doubt.isEmpty() ? List.of() : List.of(doubt)));
        }
        return new ObservedReport(observed);
    }

    private static String text(Observed detections) {
        if (!detections.isTrusted()) {
            return "can't be judged: "
                    + detections.doubts().get(0).lines().findFirst().orElse("");
        }
        return detections.fired().isEmpty() ? "no rule fired" : String.join(", ", detections.fired());
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Observed, and not checked, " + HEADING + ":"));
        observed.forEach(detections -> lines.add("  " + detections.scenario() + ": " + text(detections)));
        return lines;
    }

    String json() {
        JsonWriter json = JsonWriter.spaced().object().key("observed").array();
        for (Observed detections : observed) {
            json.line(2)
                    .object()
                    .member("scenario", detections.scenario())
                    .key("fired")
                    .array();
            detections.fired().forEach(json::value);
            json.end().member("doubt", String.join("\n", detections.doubts())).end();
        }
        return json.end().end().json() + "\n";
    }

    /** The table of the report for people. */
    Table table() {
        return new Table(
                "Observed",
                "Not checked, " + HEADING,
                List.of("Scenario", "Rules that fired"),
                observed.stream()
                        .map(detections -> List.of(detections.scenario(), text(detections)))
                        .toList());
    }
}
