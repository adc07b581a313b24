// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.internal.machine.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Compares the fields of a capture's events with the values of Falco's library. */
final class ExpectedFields {
    private static final int EXAMPLES = 4;

    private final List<Field> fields = new ArrayList<>();
    private final Map<String, List<String>> differences = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int events;
    private long values;

    ExpectedFields(Path names) throws IOException {
        FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.V0_40);
        for (String name : Files.readAllLines(names)) {
            if (!name.isBlank()) {
                fields.add(catalogue.resolve(name.strip()));
            }
        }
    }

    /** The number of compared events. */
    int events() {
        return events;
    }

    /** The number of compared values, including missing ones. */
    long values() {
        return values;
    }

    /** For each field that differs: how often, and examples. */
    String report() {
        StringBuilder report = new StringBuilder();
        differences.forEach((field, examples) -> {
            report.append(field).append(": ").append(counts.get(field)).append(" differ\n");
            examples.forEach(example -> report.append("    ").append(example).append('\n'));
        });
        return report.toString();
    }

    /**
     * Reads a capture together with the expected values.
     *
     * @param everyEvent whether there are expected values for every event that rules see
     */
    void compare(Path capture, Path expected, boolean everyEvent) throws IOException {
        Machine machine = new Machine(FalcoVersion.V0_40);
        Event event = new Event(FalcoVersion.V0_40);
        EventContext context = new EventContext(event, machine);
        try (ScapReader reader = ScapReader.open(capture, FalcoVersion.V0_40, machine);
                BufferedReader lines = lines(expected)) {
            Map<?, ?> line = parse(lines.readLine());
            while (reader.next(event)) {
                boolean delivered = machine.apply(event);
                if (line != null && number(line) == event.number()) {
                    if (!delivered) {
                        differ("delivered", capture, event, "yes", "no");
                    }
                    compare(capture, context, line);
                    line = parse(lines.readLine());
                } else if (delivered && everyEvent) {
                    differ("delivered", capture, event, "no", "yes");
                }
                machine.finish(event);
            }
            if (line != null) {
                differ("event " + line.get("evt.num"), capture, event, "there", "the capture ended");
            }
        }
    }

    private void compare(Path capture, EventContext context, Map<?, ?> line) {
        events++;
        context.writing(true); // as in one output with all of them
        for (Field field : fields) {
            values++;
            Object value = line.get(field.name());
            String expected = value == null ? null : value.toString();
            String actual = text(field, context);
            if (!equal(field, expected, actual) && !isLeftover(field, context.event())) {
                differ(field.name(), capture, context.event(), expected, actual);
            }
        }
    }

    /** Lists are equal in any order: Falco's order is that of a hash table. */
    static boolean equal(Field field, @Nullable String expected, @Nullable String actual) {
        if (expected == null || actual == null || !field.isList()) {
            return Objects.equals(expected, actual);
        }
        return new HashSet<>(List.of(expected.split("[(,)]", -1)))
                .equals(new HashSet<>(List.of(actual.split("[(,)]", -1))));
    }

    /**
     * For an event without bytes, Falco's {@code evt.buffer} shows the word NULL and leftovers of earlier events in
     * memory, cut where the bytes of one of them ended. kguard shows nothing.
     */
    static boolean isLeftover(Field field, Event event) {
        int data = event.type().indexOf("data");
        return field.name().equals("evt.buffer") && data >= 0 && event.has(data) && event.valueLength(data) == 0;
    }

    private static @Nullable String text(Field field, EventContext context) {
        StringBuilder text = new StringBuilder();
        return FieldText.appendField(text, field, context) ? text.toString() : null;
    }

    private void differ(String what, Path capture, Event event, @Nullable String expected, @Nullable String actual) {
        counts.merge(what, 1, Integer::sum);
        List<String> examples = differences.computeIfAbsent(what, key -> new ArrayList<>());
        if (examples.size() < EXAMPLES) {
            examples.add(capture.getFileName() + " " + event + ": expected " + from(expected, actual) + " but was "
                    + from(actual, expected));
        }
    }

    /** The string from a little before the first difference to another. */
    static @Nullable String from(@Nullable String text, @Nullable String other) {
        if (text == null || other == null) {
            return text;
        }
        int at = 0;
        while (at < text.length() && at < other.length() && text.charAt(at) == other.charAt(at)) {
            at++;
        }
        String rest = text.substring(Math.max(0, at - 40));
        return rest.length() > 100 ? rest.substring(0, 100) + "..." : rest;
    }

    private static @Nullable Map<?, ?> parse(@Nullable String line) {
        return line == null ? null : (Map<?, ?>) JsonValue.parse(line).tree();
    }

    private static long number(Map<?, ?> line) {
        return Long.parseLong(String.valueOf(line.get("evt.num")));
    }

    private static BufferedReader lines(Path file) throws IOException {
        InputStream stream = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream, ISO_8859_1));
    }
}
