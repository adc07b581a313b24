// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.output.ChatOutput;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

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

    /**
     * What an alert has to be like. What is not said of it does not matter.
     *
     * @param source the source of its rule; null for any
     * @param priority its priority; null for any
     * @param fields names of fields and their values as strings. Fields that the rule's output does not have are evaluated
     *     in addition to it
     * @param output a string that the text of the alert contains; null for any text
     */
    public record ExpectedAlert(
            @Nullable String source,
            @Nullable Priority priority,
            Map<String, String> fields,
            @API(status = API.Status.EXPERIMENTAL) @Nullable String output) {
        /** Any alert of the rule. */
        public static final ExpectedAlert ANY = new ExpectedAlert(null, null, Map.of());

        private static final String NO_VALUE = "<NA>";

        /**
         * Something in which an alert is not as expected.
         *
         * @param what the source, the priority, the output or the name of a field
         */
        @API(status = API.Status.EXPERIMENTAL)
        public record Difference(String what, String expected, String actual) {
            @Override
            public String toString() {
                return what + " is " + actual + ", not " + expected;
            }
        }

        /** Copies the map. */
        public ExpectedAlert {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** An alert with any text. */
        public ExpectedAlert(@Nullable String source, @Nullable Priority priority, Map<String, String> fields) {
            this(source, priority, fields, null);
        }

        /** Whether any alert is like this. */
        public boolean isAny() {
            return source == null && priority == null && fields.isEmpty() && output == null;
        }

        /** In what an alert differs from this, in sentences; empty if it is like this. */
        public List<String> differences(Alert alert) {
            return compared(alert).stream().map(Difference::toString).toList();
        }

        /** In what an alert differs from this; empty if it is like this. */
        @API(status = API.Status.EXPERIMENTAL)
        public List<Difference> compared(Alert alert) {
            List<Difference> differences = new ArrayList<>();
            if (source != null && !source.equals(alert.source())) {
                differences.add(new Difference("source", source, alert.source()));
            }
            if (priority != null && priority != alert.priority()) {
                differences.add(new Difference(
                        "priority", priority.label(), alert.priority().label()));
            }
            fields.forEach((name, expected) -> {
                Object value = alert.fields().get(name);
                String actual = value == null ? NO_VALUE : value.toString();
                if (value == null || !actual.equals(expected)) {
                    differences.add(new Difference(name, expected, actual.isEmpty() ? "empty" : actual));
                }
            });
            if (output != null && !alert.message().contains(output)) {
                differences.add(new Difference("output", "... " + output + " ...", alert.message()));
            }
            return differences;
        }
    }

    /** Copies the set. */
    public Expectation {
        EnumSet<ChatOutput> outputs = EnumSet.noneOf(ChatOutput.class);
        outputs.addAll(reaches);
        reaches = Collections.unmodifiableSet(outputs);
    }

    /** An expectation that any alert of the rule meets. */
    public Expectation(String rule, Outcome outcome, From from, boolean hiddenAllowed) {
        this(rule, outcome, from, hiddenAllowed, ExpectedAlert.ANY, Set.of());
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
