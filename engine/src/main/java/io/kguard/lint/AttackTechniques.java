// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.internal.file.ResourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;

/** The techniques of MITRE ATT&amp;CK. */
@API(status = API.Status.INTERNAL)
public final class AttackTechniques {
    /** The version of ATT&amp;CK. */
    public static final String VERSION = "19";

    private static final Set<String> NO_TACTICS = Set.of("other", "earlier");

    /** The first versions had nearly all numbers up to this one, many of which later ones gave up. */
    private static final int LAST_OF_FIRST_VERSIONS = 1481;

    private static final Map<String, Technique> TECHNIQUES = read();

    private AttackTechniques() {}

    /**
     * A technique.
     *
     * @param ever its tactics, and those that other versions have for it
     */
    private record Technique(List<String> tactics, String name, Set<String> ever) {}

    /** Whether a version of ATT&amp;CK has, or had, a technique: {@code T1059.004}. */
    public static boolean isKnown(String technique) {
        return TECHNIQUES.containsKey(technique)
                || !technique.contains(".") && Integer.parseInt(technique.substring(1)) <= LAST_OF_FIRST_VERSIONS;
    }

    /** The name of a technique; empty if it is not of ATT&amp;CK for Enterprise. */
    public static String name(String technique) {
        Technique found = TECHNIQUES.get(technique);
        return found == null ? "" : found.name();
    }

    /** The tactics of a technique, in ATT&amp;CK's order and with its dashes; empty if it is not of ATT&amp;CK for Enterprise. */
    public static List<String> tactics(String technique) {
        Technique found = TECHNIQUES.get(technique);
        return found == null ? List.of() : found.tactics();
    }

    /** The tactics of a technique in any version: {@code defense-evasion} is of an earlier one. Empty if none is known. */
    static Set<String> tacticsEver(String technique) {
        Technique found = TECHNIQUES.get(technique);
        return found == null ? Set.of() : found.ever();
    }

    private static Map<String, Technique> read() {
        Map<String, Technique> all = new HashMap<>();
        for (String[] row : ResourceTable.rows(AttackTechniques.class, "techniques.tsv", 4)) {
            List<String> tactics = NO_TACTICS.contains(row[1]) ? List.of() : List.of(row[1].split(" "));
            Set<String> ever = new TreeSet<>(tactics);
            if (ever.contains("stealth") || ever.contains("defense-impairment")) {
                ever.add("defense-evasion");
            }
            if (row.length > 3) {
                ever.addAll(List.of(row[3].split(" ")));
            }
            all.put(row[0], new Technique(tactics, row[2], ever));
        }
        return all;
    }
}
