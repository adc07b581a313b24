// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.ParamType;
import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the fields of a source that kguard knows from a resource. */
final class SourceFieldTable {
    private SourceFieldTable() {}

    /**
     * The fields, in the order of the table.
     *
     * @param plugin the plugin that adds them
     * @param extractions how they are read, by their names
     */
    static List<SourceField> read(String plugin, Map<String, Extraction> extractions) {
        String resource = plugin + "-fields.tsv";
        List<SourceField> fields = new ArrayList<>();
        Set<String> unknown = new HashSet<>(extractions.keySet());
        for (String[] row : ResourceTable.rows(SourceFieldTable.class, resource, 4)) {
            SourceField field = row(row, extractions);
            unknown.remove(field.name());
            fields.add(field);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(resource + " has no " + unknown);
        }
        return List.copyOf(fields);
    }

    private static SourceField row(String[] cells, Map<String, Extraction> extractions) {
        boolean list = cells[1].endsWith("*");
        return new SourceField(
                cells[0],
                ParamType.valueOf(list ? cells[1].substring(0, cells[1].length() - 1) : cells[1]),
                list,
                new SourceField.Argument(
                        cells[2].startsWith("!"), cells[2].contains("[N]"), cells[2].contains("[KEY]")),
                cells[3].isEmpty() ? SourceField.Lack.NONE : SourceField.Lack.valueOf(cells[3]),
                "",
                extractions.get(cells[0]));
    }
}
