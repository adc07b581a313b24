// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.EventSource;
import io.kguard.internal.condition.ConditionCoverage;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import java.util.BitSet;

/** Measures one rule on the events that it sees. */
final class RuleMeter {
    private final int number;
    private final BitSet codes;
    private final ConditionCoverage coverage;
    private final Variants.Evaluator variants;
    private final BitSet atStart = new BitSet();
    private final BitSet matched = new BitSet();
    private final TypedCondition condition;
    private final boolean timed;
    private final EvaluationTime time = new EvaluationTime();
    private boolean acting;

    /**
     * A meter.
     *
     * @param number the rule's place in the order of evaluation
     * @param rule the rule
     * @param variants other conditions that are evaluated
     * @param timed whether its time is measured, and nothing else
     */
    RuleMeter(int number, CompiledRule rule, FieldCatalogue catalogue, Variants variants, boolean timed) {
        this.number = number;
        this.codes = rule.codes();
        this.coverage = new ConditionCoverage(rule.condition(), catalogue);
        this.variants = variants.evaluator();
        this.condition = rule.condition();
        this.timed = timed;
    }

    static RuleMeter of(int number, CompiledRule rule, EngineOptions options, Variants variants, boolean timed) {
        EventSource source = EventSource.of(rule.rule().source()).orElseThrow();
        return new RuleMeter(number, rule, FieldCatalogue.of(source, options.version()), variants, timed);
    }

    int number() {
        return number;
    }

    /** Events from now on belong to the steps. */
    void started() {
        acting = true;
    }

    /** Measures an event that no earlier rule took. */
    void observe(EventContext context) {
        if (!codes.get(context.event().code())) {
            return;
        }
        if (timed) {
            long start = System.nanoTime();
            boolean matches = condition.test(context);
            time.add(System.nanoTime() - start + (matches ? 1 : 0)); // so that the test is not optimised away
            return;
        }
        coverage.observe(context);
        variants.test(context, acting ? matched : atStart);
    }

    /** What was measured. If no start was marked, all events are of the steps. */
    Measured measured() {
        return acting
                ? new Measured(coverage.counts(), atStart, matched, time.nanos())
                : new Measured(coverage.counts(), matched, atStart, time.nanos());
    }
}
