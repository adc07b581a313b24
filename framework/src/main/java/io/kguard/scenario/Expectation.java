// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import org.apiguardian.api.API;

/**
 * What a rule must do in a scenario.
 *
 * @param rule the rule's name
 * @param outcome whether it must fire or stay silent
 * @param from from when on events count
 * @param hiddenAllowed whether a rule that must stay silent may do so although earlier rules took events of its types
 */
@API(status = API.Status.STABLE)
public record Expectation(String rule, Outcome outcome, From from, boolean hiddenAllowed) {
    /** What can be expected of a rule. */
    public enum Outcome {
        /** At least one alert. */
        FIRES("fires"),
        /** No alert, although events reached the rule. */
        SILENT("silent"),
        /** No alert, because Falco itself does not see what is done; and that was done. */
        BLIND("blind");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** From when on events count. An alert is an alert at any time for a rule that must stay silent. */
    public enum From {
        /** From the first step on. What was recorded elsewhere or written has no steps: all of it counts. */
        STEPS("steps"),
        /** From the start of the pods on. */
        START("start");

        private final String word;

        From(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** The rule must fire, for what the steps do. */
    public static Expectation fires(String rule) {
        return new Expectation(rule, Outcome.FIRES, From.STEPS, false);
    }

    /** The rule must stay silent, whatever the steps do. */
    public static Expectation silent(String rule) {
        return new Expectation(rule, Outcome.SILENT, From.STEPS, false);
    }

    /** The same, where the start of the pods counts too. */
    public Expectation fromStart() {
        return new Expectation(rule, outcome, From.START, hiddenAllowed);
    }

    /** The same, where earlier rules may take events. */
    public Expectation withHiddenAllowed() {
        return new Expectation(rule, outcome, from, true);
    }

    /** The same rule, which must stay silent because Falco does not see what is done. */
    public Expectation blind() {
        return new Expectation(rule, Outcome.BLIND, from, false);
    }

    /** The opposite: what a twin must show of a rule that its attack sets off. */
    Expectation mirrored() {
        return new Expectation(rule, Outcome.SILENT, from, false);
    }

    /** Whether it expects the same of the same rule. */
    public boolean isSame(Expectation other) {
        return rule.equals(other.rule) && outcome == other.outcome;
    }
}
