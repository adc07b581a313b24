// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import io.kguard.internal.file.ResourceTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a mapping, by {@code keys.tsv}, the table beside its reader. Readers, schema, pages and tests have a key from there.
 *
 * @param section the heading in the documents under which they are; empty if there is none
 * @param all the keys by name, in the order in which messages list them
 */
public record Keys(String section, Map<String, Key> all) {
    private static final String MAPPING = "= ";
    private static final String LIKE = "=";
    private static final String REQUIRED = "required";
    private static final String HINT = REQUIRED + ": ";

    /**
     * A key.
     *
     * @param type what its value is, in the words of the table
     * @param need {@code required}, perhaps with what to do if it is missing; otherwise it may be left out
     * @param apart keys beside which it can't stand
     * @param about what it is, for people who write files; may be empty
     */
    public record Key(String type, String need, Set<String> apart, String about) {
        /** Whether its mapping must have it. */
        public boolean isRequired() {
            return need.startsWith(REQUIRED);
        }
    }

    /** The keys of all mappings of a reader's table, by what the table calls the mapping. */
    public static Map<String, Keys> of(Class<?> reader) {
        Map<String, Keys> mappings = new LinkedHashMap<>();
        Map<String, Key> keys = Map.of();
        for (String[] cells : ResourceTable.rows(reader, "keys.tsv", -1)) {
            String name = cells[0];
            if (name.startsWith(MAPPING)) {
                keys = new LinkedHashMap<>();
                mappings.put(
                        name.substring(MAPPING.length()), new Keys(cell(cells, 1), Collections.unmodifiableMap(keys)));
            } else {
                String type = cell(cells, 1);
                Key like = type.startsWith(LIKE)
                        ? known(mappings, type.substring(LIKE.length())).all.get(name)
                        : null;
                keys.put(name, key(cells, like));
            }
        }
        return Collections.unmodifiableMap(mappings);
    }

    /** The keys of a mapping that the table has. */
    public static Keys known(Map<String, Keys> mappings, String mapping) {
        return Objects.requireNonNull(mappings.get(mapping), mapping);
    }

    private static Key key(String[] cells, @Nullable Key like) {
        String apart = cell(cells, 3);
        return new Key(
                like == null ? cell(cells, 1) : like.type,
                like == null || !cell(cells, 2).isEmpty() ? cell(cells, 2) : like.need,
                apart.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(apart.split(" ", -1))),
                like == null || !cell(cells, 4).isEmpty() ? cell(cells, 4) : like.about);
    }

    private static String cell(String[] cells, int index) {
        return index < cells.length ? cells[index] : "";
    }

    /** Their names. */
    public Set<String> names() {
        return all.keySet();
    }

    /** The names of those that can't stand beside another key. */
    public Set<String> apart(String other) {
        Set<String> names = new LinkedHashSet<>();
        all.forEach((name, key) -> {
            if (key.apart.contains(other)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Reads a mapping that has no other keys, and all that the table says how to add; null if there is no value, or,
     * with a problem, if it is none. */
    public @Nullable YamlMapping read(@Nullable YamlValue value, String what) {
        YamlMapping mapping = value == null ? null : value.mapping(what, names());
        if (mapping != null) {
            for (Map.Entry<String, Key> key : all.entrySet()) {
                String need = key.getValue().need;
                if (need.startsWith(HINT)) {
                    mapping.require(key.getKey(), need.substring(HINT.length()));
                }
            }
        }
        return mapping;
    }
}
