// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.ParamType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
        InputStream stream = SourceFieldTable.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("the kguard jar is incomplete: " + resource + " is missing from it");
        }
        List<SourceField> fields = new ArrayList<>();
        Set<String> unknown = new HashSet<>(extractions.keySet());
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    SourceField field = row(line.split("\t", 4), extractions);
                    unknown.remove(field.name());
                    fields.add(field);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + resource, e);
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
