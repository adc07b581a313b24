// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FlagTable;
import io.kguard.event.Param;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The expected event, as {@code src/test/c/calls.h} describes it. */
public record Expectation(String type, List<String> names, List<String> values) {
    public static Expectation parse(String line) {
        String[] words = line.split(" ", -1);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            names.add(word.substring(0, equals));
            values.add(word.substring(equals + 1));
        }
        return new Expectation(words[0], names, values);
    }

    /** The differences to an event; empty if it matches. */
    public List<String> differences(Recorder.Copy event) {
        List<String> differences = new ArrayList<>();
        EventType eventType =
                Objects.requireNonNull(EventTable.of(FalcoVersion.CURRENT).type(event.code()));
        List<String> actual = eventType.params().stream().map(Param::name).toList();
        if (!names.equals(actual)) {
            differences.add("its parameters are " + actual + ", expected were " + names);
            return differences;
        }
        for (int i = 0; i < names.size(); i++) {
            byte[] bytes = event.bytes(names.get(i));
            if (!fits(values.get(i), bytes, eventType.param(i), event)) {
                differences.add(names.get(i) + " is " + show(bytes) + ", expected was " + values.get(i));
            }
        }
        return differences;
    }

    private static boolean fits(String expected, byte[] bytes, Param param, Recorder.Copy event) {
        if (expected.equals("*")) {
            return true;
        }
        if (expected.equals("<>")) {
            return bytes.length == 0;
        }
        if (expected.startsWith("[")) {
            return HexFormat.of().formatHex(bytes).equals(expected.substring(1, expected.length() - 1));
        }
        if (expected.startsWith("\"")) {
            return Arrays.equals(bytes, unquote(expected.substring(1, expected.length() - 1)));
        }
        return bytes.length != 0 && number(expected, param, bytes.length) == event.number(param.name());
    }

    private static long number(String expected, Param param, int size) {
        long value = 0;
        for (String part : expected.split("\\|", -1)) {
            value |= Character.isLetter(part.charAt(0)) ? flag(part, param) : parse(part, size);
        }
        return value;
    }

    private static long parse(String number, int size) {
        long value = number.startsWith("-") ? Long.parseLong(number) : Long.parseUnsignedLong(number);
        return size == 8 ? value : value & (1L << 8 * size) - 1;
    }

    private static long flag(String name, Param param) {
        return Objects.requireNonNull(param.flags(), () -> param.name() + " has no table of flags").entries().stream()
                .filter(entry -> entry.name().equals(name))
                .mapToLong(FlagTable.Entry::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(param.name() + " has no flag " + name));
    }

    private static byte[] unquote(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.append(text.charAt(i));
            }
        }
        return bytes.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String show(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        return HexFormat.of().formatHex(bytes) + " (" + text + ")";
    }
}
