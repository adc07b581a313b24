// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonValue;
import io.kguard.rule.Priority;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads alerts as Falcosidekick does. */
final class PayloadReader {
    private static final int LONG_PAYLOAD = 4096;
    private static final int LONG_FIELD = 512;
    private static final String CUT = "[...]";
    private static final int CONTINUES = 0xc0;
    private static final int CONTINUED = 0x80;
    private static final int ESCAPE_LENGTH = 5;

    private static final String TEST_RULE = "Test rule";

    /** Fields that Sidekick turns into labels. */
    private static final Set<String> LABELS = Set.of("k8s.ns.name", "k8s.pod.name");

    private PayloadReader() {}

    /**
     * Reads the alert in the body of a request.
     *
     * @throws IllegalArgumentException if Sidekick would refuse it; the message says why
     */
    static SidekickPayload parse(byte[] body) {
        return parse(body, PayloadChanges.NONE);
    }

    /** Reads the alert in the body of a request, and changes it as the settings say. */
    static SidekickPayload parse(byte[] body, PayloadChanges changes) {
        if (!(JsonValue.parse(new String(body, ISO_8859_1)).tree() instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        String rule = text(object, "rule");
        if (rule.isEmpty()) {
            throw new IllegalArgumentException("rule is empty");
        }
        Map<String, @Nullable Object> fields = changes.fields(fields(object.get("output_fields")));
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("output_fields is empty");
        }
        String source = text(object, "source");
        List<String> tags = tags(object.get("tags"));
        tags.addAll(changes.tags());
        SidekickPayload payload = new SidekickPayload(
                UUID.randomUUID().toString(),
                text(object, "output"),
                priority(text(object, "priority")),
                rule,
                time(text(object, "time")),
                fields,
                rule.equals(TEST_RULE) ? "internal" : source.isEmpty() ? "syscalls" : source,
                tags,
                text(object, "hostname"));
        payload = changes.of(payload);
        return goLength(payload.json()) > LONG_PAYLOAD ? shortened(payload) : payload;
    }

    private static Priority priority(String text) {
        return Priority.of(text)
                .orElseThrow(() -> new IllegalArgumentException("priority is \"" + text + "\", which is unknown"));
    }

    private static Instant time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.equals(LocalDateTime.of(1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // reported below, like a zero time
        }
        throw new IllegalArgumentException("time is \"" + text + "\", which is not a time of RFC 3339");
    }

    private static String text(Map<?, ?> object, String key) {
        Object value = object.get(key);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(key + " is not a string");
        }
        return value == null ? "" : decoded((String) value);
    }

    private static String decoded(String latin1) {
        return new String(latin1.getBytes(ISO_8859_1), UTF_8);
    }

    private static @Nullable Object decoded(@Nullable Object value) {
        if (value instanceof String text) {
            return decoded(text);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> decoded = new ArrayList<>();
            list.forEach(element -> decoded.add(decoded(element)));
            return Collections.unmodifiableList(decoded);
        }
        return value;
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object value) {
        if (value != null && !(value instanceof Map)) {
            throw new IllegalArgumentException("output_fields is not a JSON object");
        }
        Map<String, @Nullable Object> fields = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, field) -> {
                String name = decoded(String.valueOf(key));
                if (LABELS.contains(name) && field != null && !(field instanceof String)) {
                    throw new IllegalArgumentException(name + " is neither a string nor null");
                }
                fields.put(name, decoded(field));
            });
        }
        return fields;
    }

    private static List<String> tags(@Nullable Object value) {
        List<String> tags = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(tag -> tags.add(decoded(String.valueOf(tag))));
        } else if (value != null) {
            throw new IllegalArgumentException("tags is not a list");
        }
        return tags;
    }

    /**
     * Cuts long strings, in the fields and where they occur in the output, as Sidekick does when it forwards a long
     * payload.
     */
    private static SidekickPayload shortened(SidekickPayload payload) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        String text = payload.output();
        for (Map.Entry<String, @Nullable Object> entry : payload.outputFields().entrySet()) {
            Object value = entry.getValue();
            if (value instanceof String field && field.getBytes(UTF_8).length > LONG_FIELD) {
                String cut = begin(field.getBytes(UTF_8)) + CUT;
                text = text.replace(field, cut);
                value = cut;
            }
            fields.put(entry.getKey(), value);
        }
        return payload.with(fields, text);
    }

    /** The begin of a long text. Of a character that is cut in the middle, JSON has a replacement for each byte. */
    private static String begin(byte[] bytes) {
        int end = LONG_FIELD - CUT.length();
        int whole = end;
        while ((bytes[whole] & CONTINUES) == CONTINUED) {
            whole--;
        }
        return new String(bytes, 0, whole, UTF_8) + "\ufffd".repeat(end - whole);
    }

    /** How long JSON is that Go writes: it has escapes for what HTML has a meaning for. */
    private static int goLength(String json) {
        int escaped =
                (int) json.chars().filter(c -> c == '<' || c == '>' || c == '&').count();
        return json.getBytes(UTF_8).length + ESCAPE_LENGTH * escaped;
    }
}
