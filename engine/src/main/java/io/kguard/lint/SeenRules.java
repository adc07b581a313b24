// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.ResourceTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** The rules of Falco's own files that kguard was tested with: their names, and a digest of each condition that they had. */
final class SeenRules {
    private final Map<String, String> digests = new HashMap<>();

    SeenRules() {
        for (String[] row : ResourceTable.rows(SeenRules.class, "seen-rules.tsv", 2)) {
            digests.put(row[0], row[1]);
        }
    }

    boolean has(String name) {
        return digests.containsKey(name);
    }

    /** Whether a release had this rule with this condition, wherever its lines break. */
    boolean has(String name, String condition) {
        return digests.getOrDefault(name, "").contains(digest(condition));
    }

    static String digest(String condition) {
        CRC32 sum = new CRC32();
        sum.update(condition.strip().replaceAll("\\s+", " ").getBytes(UTF_8));
        return Long.toHexString(1L << Integer.SIZE | sum.getValue()).substring(1);
    }

    /** The releases, file by file, with the last day on which somebody looked at them. */
    static String releases() {
        Map<String, String> files = new LinkedHashMap<>();
        TreeSet<String> looks = new TreeSet<>();
        for (String[] row : ResourceTable.rows(SeenRules.class, "seen-releases.tsv", 4)) {
            files.merge(row[0], row[1] + " of " + row[2], (one, other) -> one + " and " + other);
            looks.add(row[3]);
        }
        StringBuilder text =
                new StringBuilder("Falco's rules that kguard was tested with, looked at until " + looks.last() + ":");
        files.forEach(
                (file, releases) -> text.append("\n  ").append(file).append(' ').append(releases));
        return text.toString();
    }
}
