// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.lint.AttackTechniques;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The techniques of the attacks by tactic, and which of them checks proved to be detected. */
final class AttackMatrix {
    private static final String NO_TACTIC = "other";

    /** A column. */
    record Tactic(String id, String name, List<Technique> techniques) {}

    /**
     * A technique.
     *
     * @param name its name; empty if that is not known
     * @param state {@code proven}, {@code failed} if no check proved it and one failed, or {@code open}
     * @param text the counts in words
     */
    record Technique(String technique, String name, String link, String state, String text) {}

    private AttackMatrix() {}

    static List<Tactic> of(Run run) {
        Map<String, Map<String, List<CheckEntry>>> checks = new LinkedHashMap<>();
        Tactics.ALL.forEach(tactic -> checks.put(tactic, new TreeMap<>()));
        checks.put(NO_TACTIC, new TreeMap<>());
        for (CheckEntry check : run.checks()) {
            if (check.result().expectation().isFires()) {
                check.techniques()
                        .forEach(technique -> tactics(technique)
                                .forEach(tactic -> checks.getOrDefault(tactic, Map.of())
                                        .computeIfAbsent(technique, key -> new ArrayList<>())
                                        .add(check)));
            }
        }
        List<Tactic> tactics = new ArrayList<>();
        checks.forEach((tactic, techniques) -> {
            if (!techniques.isEmpty()) {
                tactics.add(new Tactic(tactic, name(tactic), techniques(techniques)));
            }
        });
        return tactics;
    }

    /** The tactics of a technique, as ATT&amp;CK has them: it may have several. */
    private static List<String> tactics(String technique) {
        List<String> tactics = AttackTechniques.tactics(technique);
        return tactics.isEmpty() ? List.of(NO_TACTIC) : tactics;
    }

    private static String name(String tactic) {
        String words = tactic.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static List<Technique> techniques(Map<String, List<CheckEntry>> byTechnique) {
        List<Technique> techniques = new ArrayList<>();
        byTechnique.forEach((technique, checks) -> {
            long proven = checks.stream().filter(CheckEntry::proves).count();
            boolean failed = checks.stream().anyMatch(CheckEntry::failed);
            techniques.add(new Technique(
                    technique,
                    AttackTechniques.name(technique),
                    "https://attack.mitre.org/techniques/" + technique.replace('.', '/') + "/",
                    proven > 0 ? "proven" : failed ? "failed" : "open",
                    "proven by " + proven + " of " + checks.size() + (checks.size() == 1 ? " check" : " checks")));
        });
        return techniques;
    }
}
