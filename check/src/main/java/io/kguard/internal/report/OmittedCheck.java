// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.record.RecordJson.Written;
import io.kguard.scenario.Expectation.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A check that was not made.
 *
 * @param kind why not
 * @param scenario the scenario's id
 * @param rule the rule's name
 * @param expect what would be expected of the rule
 * @param reason why it was not made, as a clause
 * @param overrides items of a rule file with which it would be made; empty unless its rule waits for settings
 */
public record OmittedCheck(
        Kind kind, String scenario, String rule, String expect, String reason, List<String> overrides) {
    public OmittedCheck {
        overrides = List.copyOf(overrides);
    }

    /** A check that no settings would make possible. */
    public OmittedCheck(Kind kind, String scenario, String rule, String expect, String reason) {
        this(kind, scenario, rule, expect, reason, List.of());
    }

    /** What a total says of checks whose rules wait for settings: {@code  (2 more need your settings)}; empty if there are none. */
    public static String unset(int checks) {
        return checks == 0 ? "" : " (" + checks + (checks == 1 ? " more needs" : " more need") + " your settings)";
    }

    /** The check in words. */
    String name() {
        return rule + " (" + expect + ") in " + scenario;
    }

    /** Why a check is not made. */
    public enum Kind {
        /** The rule waits for settings that only its users know. */
        UNSET("needsSettings", "Needs settings", "Needs your settings, and is not covered before"),
        /** The rule is not evaluated. */
        DROPPED("dropped", "Dropped", "Not checked, because the rule is not evaluated"),
        /** No machine, or not this one, can play the scenario. */
        SKIPPED("skipped", "Skipped", "Skipped, because the scenario can't be played"),
        /** The choice of checks leaves it out. */
        LEFT_OUT("leftOut", "Left out", "Left out by the choice of checks"),
        /** The run makes live checks alone, or the others, and this is for another run. */
        OTHER_HALF("otherHalf", "For another run", "Left for another run, by the choice of live checks or the others");

        private final String key;
        private final String label;
        private final String heading;

        Kind(String key, String label, String heading) {
            this.key = key;
            this.label = label;
            this.heading = heading;
        }

        /** Its name in {@code results.json}. */
        public String key() {
            return key;
        }

        /** Its name for people, in a word or two. */
        public String label() {
            return label;
        }

        /** Its heading for people. */
        public String heading() {
            return heading;
        }
    }

    /**
     * Checks that were not made for one reason. A small project drops hundreds of checks of the catalogue, so they are listed
     * by rule.
     *
     * @param reason why they were not made, as a clause
     * @param checks how many there are
     * @param override items of a rule file with which they would be made; empty unless they wait for settings
     * @param rules the rules, in the order in which the scenarios name them
     */
    public record Group(
            String reason,
            long checks,
            Optional<String> override,
            @Written(rows = 3) List<Rule> rules) {
        /**
         * The checks of a rule, as the ids of their scenarios.
         *
         * @param blind those in which it would be blind; empty if there are none, as are the others
         */
        public record Rule(
                String rule,
                Optional<List<String>> blind,
                Optional<List<String>> fires,
                Optional<List<String>> silent) {
            private static Rule of(String rule, Map<String, List<String>> scenarios) {
                return new Rule(
                        rule,
                        Optional.ofNullable(scenarios.get("blind")),
                        Optional.ofNullable(scenarios.get("fires")),
                        Optional.ofNullable(scenarios.get("silent")));
            }

            /** The ids by what is expected. */
            public Map<Outcome, List<String>> scenarios() {
                Map<Outcome, List<String>> scenarios = new LinkedHashMap<>();
                blind.ifPresent(ids -> scenarios.put(Outcome.BLIND, ids));
                fires.ifPresent(ids -> scenarios.put(Outcome.FIRES, ids));
                silent.ifPresent(ids -> scenarios.put(Outcome.SILENT, ids));
                return scenarios;
            }

            /** The expectations in words: {@code fires in a, b; silent in c}. */
            String text() {
                List<String> parts = new ArrayList<>();
                scenarios().forEach((expect, ids) -> parts.add(expect + " in " + String.join(", ", ids)));
                return String.join("; ", parts);
            }
        }

        /** The checks of a kind, by reason. */
        static List<Group> of(Run run, Kind kind) {
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
            List<Group> groups = new ArrayList<>();
            byReason.forEach((reason, byRule) -> {
                List<Rule> rules = new ArrayList<>();
                byRule.forEach((rule, scenarios) -> rules.add(Rule.of(rule, scenarios)));
                String override = String.join("", overrides.getOrDefault(reason, Set.of()));
                groups.add(new Group(
                        reason,
                        byRule.values().stream()
                                .flatMap(scenarios -> scenarios.values().stream())
                                .mapToLong(List::size)
                                .sum(),
                        override.isEmpty() ? Optional.empty() : Optional.of(override),
                        rules));
            });
            return groups;
        }

        /** The counts in words: {@code 12 checks of 5 rules}. */
        String counts() {
            return checks
                    + (checks == 1 ? " check of " : " checks of ")
                    + rules.size()
                    + (rules.size() == 1 ? " rule" : " rules");
        }
    }
}
