// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.alert;

import io.kguard.event.JsonValue;
import io.kguard.event.JsonValue.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert as Falco writes it with {@code json_output: true}. It says what its fields say; of other fields nothing is known.
 *
 * @param rule the rule's name
 * @param source where the event came from, such as {@code syscall}
 * @param time when it was raised; null if the alert does not say it
 * @param output the text; empty if the alert has none
 * @param fields the values of the output's fields, by their names; without those that are null
 */
public record FalcoAlert(
        String rule, String source, @Nullable Instant time, String output, Map<String, String> fields) {
    /** Copies the map. */
    public FalcoAlert {
        fields = Map.copyOf(fields);
    }

    /** The alert that an object is; empty if it is none. */
    static Optional<FalcoAlert> of(JsonValue object) {
        JsonValue given = object.get("output_fields");
        JsonValue fields = given == null ? object.get("outputFields") : given; // JSON of Falco's gRPC messages
        String rule = text(object, "rule");
        boolean isAlert =
                !rule.isEmpty() && (fields != null || !text(object, "output").isEmpty());
        if (!isAlert) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (fields != null && fields.kind() == Kind.OBJECT) {
            put(values, "", fields);
        }
        return Optional.of(of(object, text(object, "time"), text(object, "output"), values));
    }

    /**
     * The alert of a rule.
     *
     * @param told has its source; the one of system calls if it names none
     */
    static FalcoAlert of(JsonValue told, String time, String output, Map<String, String> values) {
        String source = text(told, "source");
        return new FalcoAlert(text(told, "rule"), source.isEmpty() ? "syscall" : source, time(time), output, values);
    }

    private static void put(Map<String, String> values, String prefix, JsonValue fields) {
        for (int i = 0; i < fields.size(); i++) {
            JsonValue value = fields.element(i);
            String name = prefix + fields.key(i);
            switch (value.kind()) {
                case NULL -> {}
                case STRING -> values.put(StoredName.field(name), value.text());
                // some stores make a tree of names with dots
                case OBJECT -> put(values, name + ".", value);
                case ARRAY, NUMBER, BOOLEAN -> values.put(StoredName.field(name), value.json());
            }
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null; // the time of an alert is told, and never counted on
        }
    }

    static String text(JsonValue object, String key) {
        JsonValue value = object.get(key);
        return value == null || value.kind() != Kind.STRING ? "" : value.text();
    }

    /** The value of a field; empty if the alert does not say it, or says {@code <NA>}. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty() && !value.equals("<NA>"));
    }
}
