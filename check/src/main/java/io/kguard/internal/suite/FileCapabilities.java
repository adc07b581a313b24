// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.FlagTable;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The capabilities in a file, written as libcap writes them: {@code cap_net_admin,cap_net_raw+ep}.
 *
 * @param permitted a bit for each capability
 * @param inheritable a bit for each capability
 * @param effective a bit for each capability
 */
record FileCapabilities(long permitted, long inheritable, long effective) {
    private static final FlagTable KNOWN = FlagTable.of("capability_bit");
    private static final long EVERY = (1L << KNOWN.names().size()) - 1;
    private static final Pattern CLAUSE = Pattern.compile("([a-z0-9_,]*)((?:[=+-][eip]*)+)");
    private static final Pattern OPERATION = Pattern.compile("([=+-])([eip]*)");

    static final FileCapabilities ALL = new FileCapabilities(EVERY, EVERY, EVERY);

    /** The capabilities of a text; empty if it is malformed or names an unknown one. */
    static Optional<FileCapabilities> parse(String text) {
        long[] sets = new long[3];
        for (String clause : text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            Matcher matcher = CLAUSE.matcher(clause);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Optional<Long> named = named(matcher.group(1), matcher.group(2).startsWith("="));
            if (named.isEmpty()) {
                return Optional.empty();
            }
            Matcher operation = OPERATION.matcher(matcher.group(2));
            while (operation.find()) {
                apply(sets, operation.group(1), operation.group(2), named.get());
            }
        }
        return Optional.of(new FileCapabilities(sets[0], sets[1], sets[2]));
    }

    private static void apply(long[] sets, String operator, String flags, long named) {
        for (int i = 0; i < sets.length; i++) {
            boolean meant = flags.indexOf("pie".charAt(i)) >= 0;
            if (operator.equals("=")) {
                sets[i] &= ~named;
            }
            if (meant) {
                sets[i] = operator.equals("-") ? sets[i] & ~named : sets[i] | named;
            }
        }
    }

    private static Optional<Long> named(String list, boolean mayBeEmpty) {
        if (list.equals("all") || list.isEmpty() && mayBeEmpty) {
            return Optional.of(EVERY);
        }
        long set = 0;
        for (String name : list.split(",", -1)) {
            OptionalLong number = KNOWN.value(name.toUpperCase(Locale.ROOT));
            if (number.isEmpty()) {
                return Optional.empty();
            }
            set |= 1L << number.getAsLong();
        }
        return Optional.of(set);
    }

    /** The word of a plan. */
    String word() {
        return Long.toHexString(permitted) + " " + Long.toHexString(inheritable) + " " + Long.toHexString(effective);
    }
}
