// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.internal.file.ResourceTable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** The names of the macros and lists of Falco's public rule files, on which files of users build. */
@API(status = API.Status.INTERNAL)
public final class StockNames {
    /** The file of each name, by what the name is of. */
    private static final Map<Location.Kind, Map<String, String>> FILES = read();

    private StockNames() {}

    /** What to do about a name that rules lack and a file of Falco's has; empty if none has it. */
    public static Optional<String> hint(Location.Kind kind, String name) {
        return Optional.ofNullable(FILES.getOrDefault(kind, Map.of()).get(name))
                .map(file -> "'" + name + "' is a " + (kind == Location.Kind.MACRO ? "macro" : "list") + " of " + file
                        + ": load that file first");
    }

    private static Map<Location.Kind, Map<String, String>> read() {
        Map<Location.Kind, Map<String, String>> files = new EnumMap<>(Location.Kind.class);
        for (String[] row : ResourceTable.rows(StockNames.class, "stock-names.tsv", 3)) {
            files.computeIfAbsent(Location.Kind.valueOf(row[1].toUpperCase(Locale.ROOT)), kind -> new HashMap<>())
                    .put(row[0], row[2]);
        }
        return files;
    }
}
