// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.Alert;
import io.kguard.event.EventTime;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an alert from a line of Falco's JSON output. */
final class AlertLine {
    /** The time of the alert, among the fields. */
    static final String TIME = "the alert's time";

    private AlertLine() {}

    /**
     * Reads a line.
     *
     * @param rules the rules by their names
     * @throws IOException if it is not an alert of one of the rules
     */
    @SuppressWarnings("NullAway") // a record's class file does not say that the values of a map may be null
    static Alert read(String line, Map<String, Rule> rules) throws IOException {
        JsonValue json;
        try {
            json = JsonValue.parse(line);
        } catch (JsonException e) {
            throw new IOException("Falco wrote a line that is not JSON: " + line, e);
        }
        Rule rule = rules.get(text(json, "rule", line));
        if (rule == null) {
            throw new IOException("Falco wrote an alert of a rule that kguard does not evaluate: " + line);
        }
        String priority = text(json, "priority", line);
        if (!rule.priority().label().equals(priority)) {
            throw new IOException("Falco's alert has the priority " + priority + ", and kguard's rule has "
                    + rule.priority().label() + ": " + line);
        }
        return new Alert(
                rule, 0, nanos(text(json, "time", line)), message(text(json, "output", line), priority), fields(json));
    }

    private static String text(JsonValue json, String key, String line) throws IOException {
        JsonValue value = json.kind() == JsonValue.Kind.OBJECT ? json.get(key) : null;
        if (value == null || value.kind() != JsonValue.Kind.STRING) {
            throw new IOException("Falco's alert has no text \"" + key + "\": " + line);
        }
        return value.text();
    }

    private static long nanos(String time) throws IOException {
        try {
            return EventTime.nanos(Instant.parse(time));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("Falco's alert has the time \"" + time + "\", which is no time", e);
        }
    }

    /** The output without time and priority. */
    private static String message(String output, String priority) {
        int begin = output.indexOf(": " + priority + " ");
        return begin < 0 ? output : output.substring(begin + priority.length() + 3);
    }

    private static Map<String, @Nullable Object> fields(JsonValue json) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        // what else the line says, to be compared too
        for (String part : List.of("time", "tags", "source")) {
            JsonValue said = json.get(part);
            fields.put("the alert's " + part, said == null ? null : said.tree());
        }
        JsonValue given = json.get("output_fields");
        if (given != null && given.tree() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }
}
