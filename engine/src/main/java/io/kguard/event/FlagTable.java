// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;

/**
 * Names for the values of flags, enumerations and modes, in the order in which Falco decodes a value.
 *
 * @param name the table's name
 * @param entries values and names, in order
 */
@API(status = API.Status.INTERNAL)
public record FlagTable(String name, List<Entry> entries) {
    private static final Map<FalcoVersion, Map<String, FlagTable>> TABLES = new ConcurrentHashMap<>();

    /** A value and its name. */
    public record Entry(long value, String name) {}

    public FlagTable {
        entries = List.copyOf(entries);
    }

    /** The value of a name; empty if no entry has it. */
    public OptionalLong value(String entry) {
        return entries.stream()
                .filter(known -> known.name().equals(entry))
                .mapToLong(Entry::value)
                .findFirst();
    }

    /** All names, in order. */
    public List<String> names() {
        return entries.stream().map(Entry::name).distinct().toList();
    }

    /** There is one object for each table of a version, and what is kept for it is looked up for each event. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /**
     * A table by name, such as {@code errno}, that is the same in every version.
     *
     * @throws IllegalArgumentException if the name is unknown
     */
    public static FlagTable of(String name) {
        return of(name, FalcoVersion.CURRENT);
    }

    /**
     * A table by name, such as {@code file_flags}.
     *
     * @throws IllegalArgumentException if the name is unknown
     */
    public static FlagTable of(String name, FalcoVersion version) {
        FlagTable table =
                TABLES.computeIfAbsent(version, TableResources::flagTables).get(name);
        if (table == null) {
            throw new IllegalArgumentException("no table of flags is named " + name);
        }
        return table;
    }
}
