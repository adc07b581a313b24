// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Syscall;
import io.kguard.internal.file.ResourceTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a system call takes from user memory, and how the sensor takes it: a row of {@code taken-arguments.tsv}.
 *
 * @param how the words of the table's second column
 * @param memory what is in that memory
 */
record TakenArguments(List<String> how, String memory) {
    /** How many arguments are kept as they were at the start of a call. */
    static final int SLOTS = 3;

    private static final Map<String, TakenArguments> ALL = readTable();
    private static final TakenArguments NONE = new TakenArguments(List.of("-"), "");

    private static final Pattern WORD = Pattern.compile("([a-z]+)(?:\\((\\d(?:,\\d)*)\\))?");

    private static final int KIND_SHIFT = 4;
    private static final int BASE_BITS = 3;
    private static final int WORKING_DIRECTORY = 7;
    private static final int BASE_OF_PATHS = 0x40;
    private static final int BASE_OF_COPY = 0x80;

    /** What is kept of an argument. The order is that of {@code enum taken_kind} in the BPF sources, from 1. */
    enum Kind {
        NAME,
        STRING,
        HOW,
        FLAGS,
        BYTES,
        VECTORS,
        ADDRESS,
        MESSAGE,
        MESSAGES,
        CONTROL,
        CONTROLS
    }

    /** The rows of all system calls by name. */
    static Map<String, TakenArguments> all() {
        return ALL;
    }

    static TakenArguments of(Syscall syscall) {
        return ALL.getOrDefault(syscall.name(), NONE);
    }

    /** What is kept at the start of a call, as codes for the BPF programs; at most one for each slot. */
    byte[] slots() {
        byte[] slots = new byte[SLOTS];
        int slot = 0;
        for (String word : how) {
            if (word.equals(".")) {
                slot++;
                continue;
            }
            Matcher matcher = match(word);
            for (Kind kind : Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(matcher.group(1))) {
                    slots[slot++] = (byte) (kind.ordinal() + 1 << KIND_SHIFT | Integer.parseInt(matcher.group(2)));
                }
            }
        }
        return slots;
    }

    /** What the call starts from, as a code for the BPF programs; 0 if that does not matter. */
    byte base() {
        for (String word : how) {
            Matcher matcher = match(word);
            switch (matcher.group(1)) {
                case "cwd" -> {
                    return WORKING_DIRECTORY | BASE_OF_PATHS;
                }
                case "dir" -> {
                    return (byte) (descriptors(matcher.group(2)) | BASE_OF_PATHS);
                }
                case "fd" -> {
                    return (byte) descriptors(matcher.group(2));
                }
                case "copy" -> {
                    return (byte) (descriptors(matcher.group(2)) | BASE_OF_COPY);
                }
                default -> {}
            }
        }
        return 0;
    }

    private static int descriptors(String numbers) {
        int code = 0;
        int shift = 0;
        for (String number : numbers.split(",", -1)) {
            code |= Integer.parseInt(number) + 1 << shift;
            shift += BASE_BITS;
        }
        return code;
    }

    private static Matcher match(String word) {
        Matcher matcher = WORD.matcher(word.equals(".") || word.equals("-") ? "none" : word);
        if (!matcher.matches()) {
            throw new IllegalStateException("taken-arguments.tsv: " + word);
        }
        return matcher;
    }

    private static Map<String, TakenArguments> readTable() {
        Map<String, TakenArguments> all = new LinkedHashMap<>();
        for (String[] columns : ResourceTable.rows(TakenArguments.class, "taken-arguments.tsv", 3)) {
            all.put(columns[0], new TakenArguments(List.of(columns[1].split(" ", -1)), columns[2]));
        }
        return Map.copyOf(all);
    }
}
