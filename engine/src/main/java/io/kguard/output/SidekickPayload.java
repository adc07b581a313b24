// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import io.kguard.rule.Priority;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An alert as Falcosidekick reads it.
 *
 * @param uuid its id, which Falcosidekick makes up
 * @param output the text
 * @param priority the priority
 * @param rule the rule's name
 * @param time when the event happened
 * @param outputFields the fields, sorted by name: strings, Longs, Doubles, Booleans, lists, and null for missing values
 * @param source the source of the event; {@code syscalls} if the sender gave none
 * @param tags the tags, sorted
 * @param hostname the sender's host; empty if it gave none
 */
@API(status = API.Status.EXPERIMENTAL)
public record SidekickPayload(
        String uuid,
        String output,
        Priority priority,
        String rule,
        Instant time,
        Map<String, @Nullable Object> outputFields,
        String source,
        List<String> tags,
        String hostname) {
    public SidekickPayload {
        outputFields = Collections.unmodifiableMap(new TreeMap<>(outputFields));
        tags = tags.stream().sorted().toList();
    }

    /** The same with other fields and another text. */
    SidekickPayload with(Map<String, @Nullable Object> fields, String text) {
        return new SidekickPayload(uuid, text, priority, rule, time, fields, source, tags, hostname);
    }

    /** What Sidekick received, as JSON with what it added. */
    public String json() {
        return JsonWriter.compact().tree(object(outputFields)).json();
    }

    /** The members of its JSON, without those that are empty. */
    Map<String, Object> object(Map<String, @Nullable Object> fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("uuid", uuid);
        object.put("output", output);
        object.put("priority", priority.label());
        object.put("rule", rule);
        object.put("time", written(time));
        object.put("output_fields", fields);
        object.put("source", source);
        if (!tags.isEmpty()) {
            object.put("tags", tags);
        }
        if (!hostname.isEmpty()) {
            object.put("hostname", hostname);
        }
        return object;
    }

    /** A time as JSON of Go has it, without zeros at its end. */
    static String written(Instant time) {
        String text = time.toString();
        return text.contains(".") ? text.replaceAll("0+Z$", "Z") : text;
    }

    /** The time in Sidekick's format. */
    String timeText() {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        String fraction = String.format(Locale.ROOT, "%09d", time.get(ChronoField.NANO_OF_SECOND))
                .replaceAll("0+$", "");
        return utc.toLocalDate() + " "
                + utc.toLocalTime().withNano(0).format(DateTimeFormatter.ISO_LOCAL_TIME)
                + (fraction.isEmpty() ? "" : "." + fraction) + " +0000 UTC";
    }

    /**
     * What messages say of the alert besides its text and its fields, in their order.
     *
     * @param separator what stands between two tags
     */
    Map<String, String> about(String separator) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("rule", rule);
        about.put("priority", priority.label());
        about.put("source", source);
        if (!hostname.isEmpty()) {
            about.put("hostname", hostname);
        }
        if (!tags.isEmpty()) {
            about.put("tags", String.join(separator, tags));
        }
        return about;
    }

    /** The fields that messages show: those with a string as value. */
    Map<String, String> shownFields() {
        Map<String, String> shown = new TreeMap<>();
        outputFields.forEach((name, value) -> {
            if (value instanceof String text) {
                shown.put(name, text);
            }
        });
        return shown;
    }
}
