// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.JsonValue.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as Falco writes it with {@code json_output: true}.
 *
 * @param rule the rule's name
 * @param source where the event came from, such as {@code syscall}
 * @param fields the values of the output's fields, by their names; without those that are null
 */
record FalcoAlert(String rule, String source, Map<String, String> fields) {
    /** Copies the map. */
    public FalcoAlert {
        fields = Map.copyOf(fields);
    }

    /**
     * Reads one line of Falco's output.
     *
     * @param file its name, for messages
     * @param json the line, in UTF-8
     * @throws IncidentException if it is no alert
     */
    public static FalcoAlert parse(String file, byte[] json) {
        JsonValue alert;
        try {
            alert = JsonValue.parse(new String(json, ISO_8859_1).strip());
        } catch (JsonException e) {
            throw new IncidentException(file + " is not one JSON object: " + e.getMessage()
                    + ". Save one line of Falco's output (json_output: true) in it.");
        }
        JsonValue fields = alert.kind() == Kind.OBJECT ? alert.get("output_fields") : null;
        if (fields == null || fields.kind() != Kind.OBJECT) {
            throw new IncidentException(file + " has no output_fields. Save one line of Falco's output in it, with"
                    + " json_output: true and json_include_output_fields_property: true.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            JsonValue value = fields.element(i);
            if (value.kind() != Kind.NULL) {
                values.put(fields.key(i), value.kind() == Kind.STRING ? value.text() : value.json());
            }
        }
        return new FalcoAlert(
                string(file, alert, "rule"),
                alert.get("source") == null ? "syscall" : string(file, alert, "source"),
                values);
    }

    private static String string(String file, JsonValue alert, String key) {
        JsonValue value = alert.get(key);
        if (value == null || value.kind() != Kind.STRING) {
            throw new IncidentException(file + " has no string \"" + key + "\"; it is not an alert of Falco");
        }
        return value.text();
    }

    /** The value of a field; empty if the alert does not say it, or says {@code <NA>}. */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty() && !value.equals("<NA>"));
    }
}
