// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.MarkupText.escape;

import io.kguard.event.JsonWriter;
import io.kguard.simulation.Detections;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules fired on attacks that don't prove their effect. Nothing is checked there. As JSON:
 * <pre>{@code
 * {"observed": [
 *   {"scenario": "atomic-t1003-008-1", "fired": ["Read sensitive file untrusted"], "doubt": ""}]}
 * }</pre>
 *
 * @param observed what was detected in each scenario
 */
record ObservedReport(List<Detections> observed) {
    ObservedReport {
        observed = List.copyOf(observed);
    }

    private static String text(Detections detections) {
        if (!detections.isTrusted()) {
            return "can't be judged: "
                    + detections.doubts().get(0).lines().findFirst().orElse("");
        }
        return detections.firedRules().isEmpty() ? "no rule fired" : String.join(", ", detections.firedRules());
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines =
                new ArrayList<>(List.of("Observed, and not checked, because these attacks don't prove their effect:"));
        observed.forEach(detections -> lines.add("  " + detections.scenario() + ": " + text(detections)));
        return lines;
    }

    String json() {
        JsonWriter json = JsonWriter.spaced().object().key("observed").array();
        for (Detections detections : observed) {
            json.line(2)
                    .object()
                    .member("scenario", detections.scenario())
                    .key("fired")
                    .array();
            if (detections.isTrusted()) {
                detections.firedRules().forEach(json::value);
            }
            json.end().member("doubt", String.join("\n", detections.doubts())).end();
        }
        return json.end().end().json() + "\n";
    }

    /** A section of the HTML page. */
    String html() {
        StringBuilder out = new StringBuilder("<h2>Observed</h2>\n<p>").append(escape(lines().get(0)));
        out.append("</p>\n<ul>\n");
        lines().stream()
                .skip(1)
                .forEach(line -> out.append("<li>").append(escape(line.strip())).append("</li>\n"));
        return out.append("</ul>\n").toString();
    }
}
