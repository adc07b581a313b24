// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.event.VersionRange;
import io.kguard.internal.field.definition.ArgumentRule;
import io.kguard.internal.field.definition.FieldDefinition;
import io.kguard.internal.field.definition.FieldFlag;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads a table of fields from a resource. */
final class FieldTable {
    private FieldTable() {}

    /** The fields of a version, in the order of the table. */
    static List<FieldDefinition> read(String resource, FalcoVersion version, Bindings bindings) {
        InputStream stream = FieldTable.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("the kguard jar is incomplete: " + resource + " is missing from it");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            List<FieldDefinition> definitions = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    FieldDefinition definition = row(line.split("\t", 6), bindings);
                    if (definition.versions().contains(version)) {
                        definitions.add(definition);
                    }
                }
            }
            return List.copyOf(definitions);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + resource, e);
        }
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
