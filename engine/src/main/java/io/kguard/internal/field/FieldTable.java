// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.event.VersionRange;
import io.kguard.internal.field.FieldDefinition.ArgumentRule;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.file.ResourceTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads a table of fields from a resource. */
final class FieldTable {
    private FieldTable() {}

    /** The fields of a version, in the order of the table. */
    static List<FieldDefinition> read(String resource, FalcoVersion version, Bindings bindings) {
        return ResourceTable.rows(FieldTable.class, resource, 6).stream()
                .map(row -> row(row, bindings))
                .filter(definition -> definition.versions().contains(version))
                .toList();
    }

    private static FieldDefinition row(String[] cells, Bindings bindings) {
        boolean list = cells[1].endsWith("*");
        Set<FieldFlag> flags = EnumSet.noneOf(FieldFlag.class);
        for (String flag : cells[4].isEmpty() ? new String[0] : cells[4].split("\\|", -1)) {
            flags.add(FieldFlag.valueOf(flag));
        }
        return new FieldDefinition(
                cells[0],
                ParamType.valueOf(list ? cells[1].substring(0, cells[1].length() - 1) : cells[1]),
                list,
                ArgumentRule.parse(cells[2]),
                ParamFormat.valueOf(cells[3]),
                flags,
                VersionRange.parse(cells[5]),
                bindings.get(cells[0]) != null || flags.contains(FieldFlag.DEPRECATED));
    }
}
