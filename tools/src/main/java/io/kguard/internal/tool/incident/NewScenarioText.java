// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.Wording;
import io.kguard.rule.Rule;
import io.kguard.scenario.Recording;
import java.util.List;
import java.util.stream.Collectors;

/** The scenario file of a new test, with a twin that its author fills in. */
final class NewScenarioText {
    private static final String TECHNIQUE = "T[0-9]{4}(\\.[0-9]{3})?";

    private NewScenarioText() {}

    /**
     * The text of a scenario.
     *
     * @param notes what its author should know, one sentence each
     */
    static String of(String id, Rule rule, Recording.Kind kind, String events, List<String> notes) {
        List<String> techniques =
                rule.tags().stream().filter(tag -> tag.matches(TECHNIQUE)).toList();
        String twin = events.replaceFirst("(?=\\.)", "-twin");
        return "# Made of what Falco saw in production. The rule fires on it today, and must from now on.\n"
                + notes.stream().map(note -> "# " + note + "\n").collect(Collectors.joining())
                + "scenario: " + id + "\n"
                + "title: " + quoted(rule.name() + ", as it happened") + "\n"
                + (techniques.isEmpty()
                        ? "attack: [T1204] # the rule has no tag with a technique: name it, see attack.mitre.org\n"
                        : "attack: [" + String.join(", ", techniques) + "]\n")
                + kind + ": " + events + "\n"
                + "fires: [" + quoted(rule.name()) + "]\n"
                + "\n"
                + "# The twin is the closest act that is allowed: the rule must stay silent on it. "
                + advice(kind, twin) + "\n"
                + "# twin:\n"
                + "#   scenario: " + id + "-twin\n"
                + "#   title: The same, but allowed\n"
                + "#   " + kind + ": " + twin + "\n";
    }

    private static String advice(Recording.Kind kind, String twin) {
        return switch (kind) {
            case EVENTS -> "Copy the events to\n# " + twin + ", change what made the act wrong, and remove the # here.";
            case CAPTURE ->
                "Record it to\n# " + twin + " (" + Wording.command("record") + ", or Falco), and remove the # here.";
            case AUDIT, LOG ->
                "Copy the event to\n# " + twin + ", change what made the request wrong, and remove the # here.";
        };
    }

    private static String quoted(String text) {
        return JsonWriter.compact().value(text).json();
    }
}
