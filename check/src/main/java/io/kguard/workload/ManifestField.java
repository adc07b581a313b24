// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a field of a pod's manifest: a row of {@code manifest-fields.tsv}.
 *
 * @param type the object that has it, such as {@code PodSpec}
 * @param name its name; in a map, with the key after a dot, such as {@code limits.cpu}
 * @param values those that are taken, if it is done; those that ask for nothing, if it is not. Empty for any or none
 * @param text why it is not done, or how far it is; may be empty
 * @param test the test class of a field that is done; empty for others, which are all tried by one test
 */
record ManifestField(String type, String name, Fate fate, List<String> values, String text, String test) {
    private static final String TABLE = "manifest-fields.tsv";
    private static final Map<String, ManifestField> ALL = read();

    /** What happens to a field. */
    public enum Fate {
        /** It has its effect. */
        DONE,
        /** It has none in Kubernetes either, or none that anything in a pod could depend on. */
        IGNORED,
        /** A manifest with it is refused. */
        REFUSED,
        /** It has no effect, and reports name it. */
        NAMED,
        /** It has no effect, reports name it, and no rule counts as silent: with it the act might go another way. */
        WEIGHTY
    }

    /** Copies the list. */
    public ManifestField {
        values = List.copyOf(values);
    }

    /** All rows, in the order of the table. */
    public static List<ManifestField> all() {
        return List.copyOf(ALL.values());
    }

    /** The row of a field; null if there is none. */
    static @Nullable ManifestField of(String type, String name) {
        return ALL.get(type + "." + name);
    }

    /** The row of an entry of a map: of its key, or else of the longest beginning that ends in a star. */
    static @Nullable ManifestField ofEntry(String type, String map, String key) {
        ManifestField found = of(type, map + "." + key);
        for (int end = key.length(); found == null && end >= 0; end--) {
            found = of(type, map + "." + key.substring(0, end) + "*");
        }
        return found;
    }

    /** Whether a value asks for nothing. */
    boolean isNothing(Object value) {
        return value.equals("") || value instanceof List<?> list && list.isEmpty() || values.contains(value.toString());
    }

    /** What may be written, for a message. */
    String hint() {
        String allowed = String.join(" or ", values);
        return fate == Fate.DONE || text.isEmpty()
                ? allowed
                : Character.toLowerCase(text.charAt(0))
                        + text.substring(1)
                        + (allowed.isEmpty() ? "; remove it" : "; it may be " + allowed);
    }

    private static Map<String, ManifestField> read() {
        Map<String, ManifestField> rows = new LinkedHashMap<>();
        for (String[] cells : ResourceTable.rows(ManifestField.class, TABLE, -1)) {
            ManifestField row = row(cells);
            rows.put(row.type + "." + row.name, row);
        }
        return Collections.unmodifiableMap(rows);
    }

    private static ManifestField row(String[] given) {
        List<String> cells = new ArrayList<>(List.of(given));
        while (cells.size() < 6) {
            cells.add("");
        }
        List<String> values =
                cells.get(3).isEmpty() ? List.of() : List.of(cells.get(3).split(",", -1));
        return new ManifestField(
                cells.get(0),
                cells.get(1),
                Fate.valueOf(cells.get(2).toUpperCase(Locale.ROOT)),
                values,
                cells.get(4),
                cells.get(5));
    }
}
