// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How the alerts of a rule on a recording differ between the two sides.
 *
 * @param rule the rule's name
 * @param before how many alerts the old version gives
 * @param after how many the new version gives
 * @param onlyAfter the messages that only the new version gives
 * @param onlyBefore the messages that only the old version gives
 * @param otherwise what is said otherwise of the same event, such as {@code container.name: web, then null}
 */
public record RuleDifference(String rule, int before, int after, Sample onlyAfter, Sample onlyBefore, Sample otherwise)
        implements Serializable {
    /**
     * Some of many alerts.
     *
     * @param shown what is shown: the first few, or the first of each kind
     * @param count how many alerts there are
     */
    public record Sample(List<String> shown, int count) implements Serializable {
        /** Copies the list. */
        public Sample {
            shown = List.copyOf(shown);
        }
    }

    /** Messages that only the new version gives; the first few. */
    public List<String> appear() {
        return onlyAfter.shown;
    }

    /** How many alerts only the new version gives. */
    public int appearing() {
        return onlyAfter.count;
    }

    /** Messages that only the old version gives; the first few. */
    public List<String> vanish() {
        return onlyBefore.shown;
    }

    /** How many alerts only the old version gives. */
    public int vanishing() {
        return onlyBefore.count;
    }

    /** What is said otherwise; the first of each kind. */
    public List<String> changes() {
        return otherwise.shown;
    }

    /** How many alerts say something else. */
    public int changing() {
        return otherwise.count;
    }

    boolean isEmpty() {
        return appearing() == 0 && vanishing() == 0 && changing() == 0;
    }

    /**
     * How the alerts of a rule differ between the two sides, in several scenarios and recordings together.
     *
     * @param rule the rule's name
     * @param appearing how many alerts only the new side gives
     * @param vanishing how many only the old side gives
     * @param changing how many say something else
     * @param first the name of a scenario or a recording with one of them
     * @param places how many have one
     */
    public record RuleTotal(String rule, long appearing, long vanishing, long changing, String first, long places)
            implements Serializable {
        /** The difference in one scenario or recording. */
        public static RuleTotal of(String place, RuleDifference alerts) {
            return new RuleTotal(alerts.rule(), alerts.appearing(), alerts.vanishing(), alerts.changing(), place, 1);
        }

        /** This and others of the same rule, of which this is the first. */
        public RuleTotal plus(RuleTotal others) {
            return new RuleTotal(
                    rule,
                    appearing + others.appearing,
                    vanishing + others.vanishing,
                    changing + others.changing,
                    first,
                    places + others.places);
        }

        /** Where: the first, and how many more. */
        String where() {
            return first + (places > 1 ? " and " + (places - 1) + " more" : "");
        }

        /** The counts as {@code +1 −2 ~3}; empty if there are none. */
        public String signs() {
            List<String> parts = new ArrayList<>();
            if (appearing > 0) {
                parts.add("+" + appearing);
            }
            if (vanishing > 0) {
                parts.add("−" + vanishing);
            }
            if (changing > 0) {
                parts.add("~" + changing);
            }
            return String.join(" ", parts);
        }
    }
}
