// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.EventSource;
import io.kguard.internal.condition.ConditionCoverage;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/** Measures one rule on the events that it sees. */
final class RuleMeter {
    private final int number;
    private final EventSource source;
    private final BitSet codes;
    private final ConditionCoverage coverage;
    private final Variants.Evaluator variants;
    private final BitSet[] matched = new BitSet[EventCause.COUNT];
    private final TypedCondition condition;
    private final boolean timed;
    private final EvaluationTime time = new EvaluationTime();

    /**
     * A meter.
     *
     * @param number the rule's place in the order of evaluation
     * @param rule the rule
     * @param catalogue the fields of its source
     * @param variants other conditions that are evaluated
     * @param timed whether its time is measured, and nothing else
     */
    RuleMeter(int number, CompiledRule rule, FieldCatalogue catalogue, Variants variants, boolean timed) {
        this.number = number;
        this.source = catalogue.source();
        this.codes = rule.codes();
        this.coverage = new ConditionCoverage(rule.condition(), catalogue, EventCause.COUNT);
        this.variants = variants.evaluator();
        this.condition = rule.condition();
        this.timed = timed;
        Arrays.setAll(matched, cause -> new BitSet());
    }

    int number() {
        return number;
    }

    /** Measures an event that no earlier rule took. */
    void observe(EventContext context, EventCause cause) {
        if (!codes.get(context.event().code()) || !source.has(context.event())) {
            return;
        }
        if (timed) {
            long start = System.nanoTime();
            boolean matches = condition.test(context);
            time.add(System.nanoTime() - start + (matches ? 1 : 0)); // so that the test is not optimised away
            return;
        }
        coverage.observe(context, cause.ordinal());
        variants.test(context, matched[cause.ordinal()]);
    }

    /** What was measured. */
    Measured measured() {
        Map<EventCause, BitSet> byCause = new EnumMap<>(EventCause.class);
        for (EventCause cause : EventCause.values()) {
            byCause.put(cause, matched[cause.ordinal()]);
        }
        return new Measured(coverage.decisions(), byCause, time.nanos());
    }

    /**
     * The time that evaluating a rule takes. The slowest evaluation counts as one of the others: it is usually one that the machine
     * interrupted, and that would be more than all others together.
     */
    static final class EvaluationTime {
        private long sum;
        private long slowest;
        private long count;

        /** Adds an evaluation, in nanoseconds. */
        void add(long nanos) {
            sum += nanos;
            slowest = Math.max(slowest, nanos);
            count++;
        }

        /** The time of all, in nanoseconds. */
        long nanos() {
            return count < 2 ? sum : (sum - slowest) * count / (count - 1);
        }
    }
}
