// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.engine.EventCause;
import io.kguard.output.ChatOutput;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What a rule must do in a scenario.
 *
 * @param rule the rule's name
 * @param outcome whether it must fire or stay silent
 * @param from which events count
 * @param hiddenAllowed whether a rule that must stay silent may do so although earlier rules matched events of its
 *     types first
 * @param alert what an alert of a rule that must fire has to be like
 * @param reaches where a message of such an alert must arrive, by what the values of Falco's chart say
 */
@API(status = API.Status.STABLE)
public record Expectation(
        String rule,
        Outcome outcome,
        From from,
        boolean hiddenAllowed,
        ExpectedAlert alert,
        @API(status = API.Status.EXPERIMENTAL) Set<ChatOutput> reaches) {
    /** The possible expectations. */
    public enum Outcome {
        /** At least one alert. */
        FIRES("fires"),
        /** No alert, although events reached the rule. */
        SILENT("silent"),
        /** No alert, because Falco itself does not see what was done; and something unseen was done. */
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

    /** Which events count. For a rule that must stay silent, an alert counts at any time, but for what prepares a play. */
    public enum From {
        /** What steps cause. Recorded or written events have no steps: all of them count. */
        STEPS("steps"),
        /** From the first step on, also what containers' own programs do. */
        CONTAINERS("containers"),
        /** From the start of the pods on. */
        START("start"),
        /** What the processes of a play do; what prepares it counts for no rule. */
        PLAY("play");

        private final String word;

        From(String word) {
            this.word = word;
        }

        /** The causes of the events that count. */
        @API(status = API.Status.INTERNAL)
        public Set<EventCause> causes() {
            return switch (this) {
                case STEPS, PLAY -> EnumSet.of(EventCause.STEPS);
                case CONTAINERS -> EnumSet.of(EventCause.CONTAINERS, EventCause.STEPS);
                case START -> EnumSet.allOf(EventCause.class);
            };
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Copies the set. */
    public Expectation {
        EnumSet<ChatOutput> outputs = EnumSet.noneOf(ChatOutput.class);
        outputs.addAll(reaches);
        reaches = Collections.unmodifiableSet(outputs);
    }

    /** An expectation that says nothing of messages. */
    public Expectation(String rule, Outcome outcome, From from, boolean hiddenAllowed, ExpectedAlert alert) {
        this(rule, outcome, from, hiddenAllowed, alert, Set.of());
    }

    /** An expectation that any alert of the rule meets. */
    public Expectation(String rule, Outcome outcome, From from, boolean hiddenAllowed) {
        this(rule, outcome, from, hiddenAllowed, ExpectedAlert.ANY);
    }

    /** Whether the rule must fire. */
    public boolean isFires() {
        return outcome == Outcome.FIRES;
    }

    /** The causes of events on which the rule must not fire, if it must stay silent. */
    @API(status = API.Status.INTERNAL)
    public Set<EventCause> forbidden() {
        return from == From.PLAY ? from.causes() : EnumSet.allOf(EventCause.class);
    }

    /** Whether the rule must stay silent, although it sees what is done. */
    public boolean isSilent() {
        return outcome == Outcome.SILENT;
    }

    /** The rule must fire because of the steps. */
    public static Expectation fires(String rule) {
        return new Expectation(rule, Outcome.FIRES, From.STEPS, false);
    }

    /** The rule must stay silent. */
    public static Expectation silent(String rule) {
        return new Expectation(rule, Outcome.SILENT, From.STEPS, false);
    }

    /** The same expectation, where the start of the pods counts too. */
    public Expectation fromStart() {
        return new Expectation(rule, outcome, From.START, hiddenAllowed, alert, reaches);
    }

    /** The same expectation, where what containers' own programs do during the steps counts too. */
    public Expectation fromContainers() {
        return new Expectation(rule, outcome, From.CONTAINERS, hiddenAllowed, alert, reaches);
    }

    /** The same expectation, where only what the processes of a play do counts. */
    @API(status = API.Status.EXPERIMENTAL)
    public Expectation fromPlay() {
        return new Expectation(rule, outcome, From.PLAY, hiddenAllowed, alert, reaches);
    }

    /** The same expectation, where earlier rules may match events first. */
    public Expectation withHiddenAllowed() {
        return new Expectation(rule, outcome, from, true, alert, reaches);
    }

    /** The same expectation, which only such an alert meets. */
    public Expectation withAlert(ExpectedAlert value) {
        return new Expectation(rule, outcome, from, hiddenAllowed, value, reaches);
    }

    /** The same expectation, which is met only if a message of the alert arrives at these outputs. */
    @API(status = API.Status.EXPERIMENTAL)
    public Expectation reaching(Set<ChatOutput> outputs) {
        return new Expectation(rule, outcome, from, hiddenAllowed, alert, outputs);
    }

    /** The same rule must stay silent because Falco does not see what is done. */
    public Expectation blind() {
        return new Expectation(rule, Outcome.BLIND, from, false);
    }

    /** The opposite expectation: for a rule of the attack, in its twin. */
    Expectation mirrored() {
        return new Expectation(rule, Outcome.SILENT, from, false);
    }

    /** Whether another expectation expects the same of the same rule. */
    public boolean isSame(Expectation other) {
        return rule.equals(other.rule) && outcome == other.outcome;
    }
}
