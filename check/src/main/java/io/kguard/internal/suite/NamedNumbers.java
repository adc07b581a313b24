// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of numbers in arguments of system calls, each a table of numbers.tsv. Names may be joined with {@code |}. */
enum NamedNumbers {
    DESCRIPTORS,
    OPEN_FLAGS,
    MODES,
    RESOLVE_FLAGS,
    LINK_FLAGS,
    DUP_FLAGS,
    MODULE_FLAGS,
    SOCKET_DOMAINS,
    SOCKET_TYPES,
    SOCKET_PROTOCOLS,
    SEND_FLAGS,
    SIGNALS,
    /** Numbers without names. */
    PLAIN;

    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0[xX][0-9a-fA-F]{1,15}|0[oO]?[0-7]{1,20}|0|[1-9]\\d{0,17})");

    /** The names that there are, with their numbers. */
    Map<String, Long> names() {
        return NumberTables.OF_MACHINE.getOrDefault(name(), Map.of());
    }

    /** The number of a text; empty if it is neither a number nor known names. */
    Optional<Long> parse(String text) {
        Optional<Long> plain = number(text.strip());
        if (plain.isPresent()) {
            return plain;
        }
        long all = 0;
        for (String name : text.split("\\|", -1)) {
            Long number = names().get(name.strip());
            if (number == null) {
                return Optional.empty();
            }
            all |= number;
        }
        return Optional.of(all);
    }

    /** The first name of a text that is unknown. */
    String unknown(String text) {
        for (String name : text.split("\\|", -1)) {
            if (!names().containsKey(name.strip())) {
                return name.strip();
            }
        }
        return text;
    }

    /** A number as YAML writes it: with a leading 0 it is octal. */
    private static Optional<Long> number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        long value;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            value = Long.parseLong(digits.substring(2), 16);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            value = Long.parseLong(digits.replaceFirst("0[oO]?", "0"), 8);
        } else {
            value = Long.parseLong(digits);
        }
        return Optional.of(negative ? -value : value);
    }
}
