// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FlagTable;
import io.kguard.event.ParamType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Formats values by a table of flags. Results are remembered, so only values that were not seen for a while allocate.
 * Threads may share it: they may overwrite each other's entries, but entries are immutable.
 */
final class FlagNames {
    private static final int SLOTS = 256;
    private static final Map<FlagTable, FlagNames> ALL = new ConcurrentHashMap<>();

    private record Named(long value, String names) {}

    private final FlagTable table;
    private final @Nullable Named[] flags = new @Nullable Named[SLOTS];
    private final @Nullable Named[] modes = new @Nullable Named[SLOTS];
    private final @Nullable Named[] values = new @Nullable Named[SLOTS];

    private FlagNames(FlagTable table) {
        this.table = table;
    }

    /** The names of a table. */
    public static FlagNames of(FlagTable table) {
        FlagNames known = ALL.get(table);
        return known != null ? known : ALL.computeIfAbsent(table, FlagNames::new);
    }

    /** The names of the entries in a value, joined by {@code |}; empty if there are none. */
    public String of(ParamType type, long value) {
        @Nullable
        Named[] known = switch (type) {
            case MODE -> modes;
            case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> values;
            default -> flags;
        };
        int slot = (int) (value ^ value >>> 8 ^ value >>> 16) & SLOTS - 1;
        Named named = known[slot];
        if (named == null || named.value != value) {
            named = new Named(value, known == modes ? mode(value) : known == values ? value(value) : flags(value));
            known[slot] = named;
        }
        return named.names;
    }

    private String flags(long original) {
        StringBuilder names = new StringBuilder();
        long rest = original;
        for (FlagTable.Entry entry : table.entries()) {
            if (matches(entry.value(), rest, original)) {
                append(names, entry);
                rest &= ~entry.value();
                if (entry.value() == original) {
                    break;
                }
            }
        }
        return names.toString();
    }

    private String mode(long original) {
        StringBuilder names = new StringBuilder();
        long rest = original;
        for (FlagTable.Entry entry : table.entries()) {
            if (entry.value() == original) {
                append(names, entry);
                break;
            }
            if (matches(entry.value(), rest, original)) {
                append(names, entry);
                rest &= ~entry.value();
            }
        }
        return names.toString();
    }

    private String value(long original) {
        StringBuilder names = new StringBuilder();
        for (FlagTable.Entry entry : table.entries()) {
            if (entry.value() == original) {
                append(names, entry);
            }
        }
        return names.toString();
    }

    private static boolean matches(long entry, long rest, long original) {
        return entry == 0 ? original == 0 : rest != 0 && (rest & entry) == entry;
    }

    private static void append(StringBuilder names, FlagTable.Entry entry) {
        names.append(names.length() == 0 ? "" : "|").append(entry.name());
    }
}
