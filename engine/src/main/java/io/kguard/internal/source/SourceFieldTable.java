// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.ParamType;
import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a source that kguard knows from a resource. */
final class SourceFieldTable {
    private SourceFieldTable() {}

    /**
     * The fields, in the order of the table.
     *
     * @param plugin the plugin that adds them
     * @param extractions how those are read of which the table has no place, by their names
     * @param placed how the value at a place is read
     */
    static List<SourceField> read(
            String plugin, Map<String, Extraction> extractions, Function<String, Extraction> placed) {
        String resource = plugin + "-fields.tsv";
        List<SourceField> fields = new ArrayList<>();
        Set<String> unknown = new HashSet<>(extractions.keySet());
        for (String[] row : ResourceTable.rows(SourceFieldTable.class, resource, 5)) {
            boolean hasPlace = row.length > 4 && !row[4].isEmpty();
            if (unknown.remove(row[0]) && hasPlace) {
                throw new IllegalStateException(resource + " has a place of " + row[0] + ", which its source finds");
            }
            fields.add(row(row, hasPlace ? placed.apply(row[4]) : extractions.get(row[0])));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(resource + " has no " + unknown);
        }
        return List.copyOf(fields);
    }

    private static SourceField row(String[] cells, @Nullable Extraction extraction) {
        boolean list = cells[1].endsWith("*");
        return new SourceField(
                cells[0],
                ParamType.valueOf(list ? cells[1].substring(0, cells[1].length() - 1) : cells[1]),
                list,
                new SourceField.Argument(
                        cells[2].startsWith("!"), cells[2].contains("[N]"), cells[2].contains("[KEY]")),
                cells[3].isEmpty() ? SourceField.Lack.NONE : SourceField.Lack.valueOf(cells[3]),
                "",
                extraction);
    }
}
