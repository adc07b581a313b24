// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.file.ResourceTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kernel's numbers by their names: the tables of {@code numbers.tsv}. */
final class NumberTables {
    /** Those of the machine that kguard runs on. */
    static final Map<String, Map<String, Long>> OF_MACHINE = read(isArm64());

    private NumberTables() {}

    static boolean isArm64() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    /** The tables of a machine by their names. */
    static Map<String, Map<String, Long>> read(boolean isArm64) {
        String machine = isArm64 ? "arm64" : "amd64";
        Map<String, Map<String, Long>> tables = new HashMap<>();
        for (String[] row : ResourceTable.rows(NumberTables.class, "numbers.tsv", 4)) {
            if (row.length < 4 || row[3].equals(machine)) {
                for (String table : row[0].split(" ", -1)) {
                    tables.computeIfAbsent(table, name -> new LinkedHashMap<>()).put(row[1], Long.decode(row[2]));
                }
            }
        }
        return tables;
    }
}
