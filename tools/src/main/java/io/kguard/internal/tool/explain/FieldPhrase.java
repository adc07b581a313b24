// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.internal.file.ResourceTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a field in a sentence: a row of the table of fields.
 *
 * @param phrase what it is; of a field that is true or false, what is so if it is true
 * @param example a value
 * @param argument an example of its argument; empty if it takes none
 * @param with the phrase with an argument, if the field may be without one; else empty
 */
record FieldPhrase(String phrase, String example, String argument, String with) {
    /** Where the argument stands in a phrase. */
    private static final String PLACE = "{}";

    private static final int COLUMNS = 5;
    private static final Map<String, FieldPhrase> ALL = read();

    /** The fields that the table has. */
    static Set<String> fields() {
        return ALL.keySet();
    }

    /** The phrase of a field by its name without an argument, or null for a field of a plugin that the user brings. */
    static @Nullable FieldPhrase of(String field) {
        return ALL.get(field);
    }

    /** What the field is with this argument, or without one. */
    String text(@Nullable String given) {
        return given == null ? phrase : (with.isEmpty() ? phrase : with).replace(PLACE, given);
    }

    /** The same in a sentence about a value: without what explains it. */
    String subject(@Nullable String given) {
        return text(given).split("[,:] ", 2)[0];
    }

    private static Map<String, FieldPhrase> read() {
        Map<String, FieldPhrase> all = new HashMap<>();
        for (String[] row : ResourceTable.rows(FieldPhrase.class, "fields.tsv", COLUMNS)) {
            all.put(row[0], new FieldPhrase(row[1], row[2], row[3], row[4]));
        }
        return all;
    }
}
