// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks that were not made for one reason. A small project drops hundreds of checks of the catalogue, so they are listed
 * by rule.
 *
 * @param reason why they were not made, as a clause
 * @param rules the rules, in the order in which the scenarios name them
 * @param override items of a rule file with which they would be made; empty unless they wait for settings
 */
record OmittedGroup(String reason, List<Rule> rules, String override) {
    /**
     * The checks of a rule.
     *
     * @param name the rule's name
     * @param scenarios the ids of scenarios, by what they expect of the rule: {@code fires}, {@code silent} or {@code blind}
     */
    record Rule(String name, Map<String, List<String>> scenarios) {
        /** The expectations in words: {@code fires in a, b; silent in c}. */
        String text() {
            List<String> parts = new ArrayList<>();
            scenarios.forEach((expect, ids) -> parts.add(expect + " in " + String.join(", ", ids)));
            return String.join("; ", parts);
        }
    }

    /** The checks of a kind, by reason. */
    static List<OmittedGroup> of(Run run, OmittedCheck.Kind kind) {
        Map<String, Map<String, Map<String, List<String>>>> byReason = new LinkedHashMap<>();
        run.omitted().stream()
                .filter(check -> check.kind() == kind)
                .forEach(check -> byReason.computeIfAbsent(check.reason(), key -> new LinkedHashMap<>())
                        .computeIfAbsent(check.rule(), key -> new TreeMap<>())
                        .computeIfAbsent(check.expect(), key -> new ArrayList<>())
                        .add(check.scenario()));
        Map<String, Set<String>> overrides = new HashMap<>();
        run.omitted()
                .forEach(check -> overrides
                        .computeIfAbsent(check.reason(), key -> new LinkedHashSet<>())
                        .addAll(check.overrides()));
        List<OmittedGroup> groups = new ArrayList<>();
        byReason.forEach((reason, byRule) -> {
            List<Rule> rules = new ArrayList<>();
            byRule.forEach((rule, scenarios) -> rules.add(new Rule(rule, scenarios)));
            groups.add(new OmittedGroup(reason, rules, String.join("", overrides.getOrDefault(reason, Set.of()))));
        });
        return groups;
    }

    /** The number of checks. */
    long count() {
        return rules.stream()
                .flatMap(rule -> rule.scenarios().values().stream())
                .mapToLong(List::size)
                .sum();
    }

    /** The counts in words: {@code 12 checks of 5 rules}. */
    String counts() {
        return count()
                + (count() == 1 ? " check of " : " checks of ")
                + rules.size()
                + (rules.size() == 1 ? " rule" : " rules");
    }
}
