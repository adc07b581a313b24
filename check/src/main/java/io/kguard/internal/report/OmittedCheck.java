// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.List;

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
        LEFT_OUT("leftOut", "Left out", "Left out by the choice of checks");

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
}
