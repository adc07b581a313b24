// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import io.kguard.internal.condition.Evaluation;
import io.kguard.internal.condition.Program;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules on the events of one machine. Pass it each event between {@link Machine#apply} and
 * {@link Machine#finish}, if {@code apply} says that rules may see it.
 *
 * <p>Not thread-safe.
 */
final class Engine {
    private final RuleSet rules;
    private final Consumer<Alert> listener;
    private final EventContext context;
    private final Evaluation evaluation;
    private final Machine machine;
    private final EventKinds kinds;
    /** By kind. */
    private final @Nullable Tally[] tallies;
    /** The same of the kinds that were seen. */
    private final List<Tally> seen = new ArrayList<>();
    /** The kinds of events that are only counted. */
    private final boolean[] idle;

    private final long[] matched;
    private final boolean first;
    private final @Nullable ClosestEvents closest;
    private final List<RuleMeter> meters;
    private long eventCount;
    private int lastMatch;
    private EventCause cause = EventCause.STEPS;

    Engine(RuleSet rules, Machine machine, HostNames hostNames, Consumer<Alert> listener) {
        this.rules = rules;
        this.listener = listener;
        this.context = new EventContext(
                new Event(rules.options().version()),
                machine,
                hostNames,
                rules.kinds().sources());
        this.machine = machine;
        this.kinds = rules.kinds();
        this.tallies = new @Nullable Tally[kinds.count()];
        this.idle = new boolean[kinds.count()];
        this.evaluation = new Evaluation(rules.conditions(), context);
        this.matched = new long[EventCause.COUNT * rules.compiledRules().size()];
        this.first = rules.options().matching() == Matching.FIRST;
        this.meters = rules.meters();
        this.closest = rules.closestEvents();
    }

    /**
     * Evaluates the rules on an event. The listener receives the alerts in order.
     *
     * @return how many rules matched
     */
    int evaluate(Event event) {
        context.event(event);
        return measure(evaluate());
    }

    /**
     * Evaluates the rules on an event of another source.
     *
     * @param event the event as written
     */
    int evaluate(Event event, SourceEvent read) {
        context.event(event, read.document());
        return measure(evaluate());
    }

    /** Measures the rules that saw the event. */
    private int measure(int matches) {
        for (int i = 0; i < meters.size(); i++) {
            RuleMeter meter = meters.get(i);
            if (matches == 0 || !first || meter.number() <= lastMatch) {
                meter.observe(context, cause);
            }
        }
        return matches;
    }

    private int evaluate() {
        Event event = context.event();
        eventCount++;
        int kind = kinds.of(event);
        Tally tally = tallies[kind];
        if (tally == null) {
            tally = new Tally(rules.program(kind, context));
            tallies[kind] = tally;
            seen.add(tally);
            idle[kind] = tally.program.size() == 0
                    && meters.isEmpty()
                    && EventKinds.isUniform(kind)
                    && machine.isIdle(event.code());
        }
        tally.seen(cause);
        Program program = tally.program;
        if (program.size() == 0) {
            return 0;
        }
        int match = program.first(evaluation);
        if (match < 0) {
            if (closest != null) {
                closest.missed(program, 0, context);
            }
            return 0;
        }
        return report(tally, program, match);
    }

    /** Whether an event of a kind need not be evaluated, only counted. That shows when the first of them was evaluated. */
    boolean isIdle(int kind) {
        return idle[kind];
    }

    /** Counts an event of an idle kind. */
    void count(int kind) {
        Tally tally = tallies[kind];
        if (tally != null) {
            eventCount++;
            tally.seen(cause);
        }
    }

    private int report(Tally tally, Program program, int firstMatch) {
        int count = 0;
        int looked = 0;
        int match = firstMatch;
        while (match >= 0) {
            count++;
            if (closest != null) {
                closest.missed(program, looked, match, context);
            }
            looked = match + 1;
            int number = program.condition(match);
            matched[EventCause.COUNT * number + cause.ordinal()]++;
            lastMatch = number;
            CompiledRule rule = rules.compiledRules().get(number);
            listener.accept(rule.alert(context));
            if (first) {
                tally.taken(match, cause);
                if (closest != null) {
                    closest.hidden(program, looked, rule.rule(), context);
                }
                return count;
            }
            match = program.next(evaluation);
        }
        if (closest != null) {
            closest.missed(program, looked, context);
        }
        return count;
    }

    /** The number of events evaluated. */
    long eventCount() {
        return eventCount;
    }

    /** The number of events of a source. */
    long eventCount(EventSource source) {
        long sum = 0;
        for (int kind = 0; kind < tallies.length; kind++) {
            Tally tally = tallies[kind];
            if (tally != null && source.equals(kinds.source(kind))) {
                sum += tally.events();
            }
        }
        return sum;
    }

    /** The number of events of unknown plugins. */
    long otherPluginCount() {
        Tally tally = tallies[EventKinds.OTHER_PLUGIN];
        return tally == null ? 0 : tally.events();
    }

    /**
     * The events that a rule's condition was evaluated on, those of its types that no earlier rule matched, and those that
     * it matched. A rule is told by its index in the set of rules.
     */
    RuleCounts counts(int rule, EventCause of) {
        return new RuleCounts(
                count(rule, (tally, place) -> tally.events(of) - tally.takenBefore(place, of)),
                matched[EventCause.COUNT * rule + of.ordinal()]);
    }

    /** The number of events that a rule did not see because an earlier rule matched them first. */
    long hidden(int rule) {
        long sum = 0;
        for (EventCause of : EventCause.values()) {
            sum += count(rule, (tally, place) -> tally.takenBefore(place, of));
        }
        return sum;
    }

    private interface TallyCount {
        long of(Tally tally, int place);
    }

    private long count(int rule, TallyCount count) {
        long sum = 0;
        for (Tally tally : seen) {
            int place = tally.place(rule);
            if (place >= 0) {
                sum += count.of(tally, place);
            }
        }
        return sum;
    }

    private int number(Rule rule) {
        List<CompiledRule> all = rules.compiledRules();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).rule().equals(rule)) {
                return i;
            }
        }
        throw new IllegalArgumentException("the engine does not evaluate the rule \"" + rule.name() + "\"");
    }

    /** Says what the events from now on are due to. */
    void cause(EventCause of) {
        cause = of;
        if (closest != null) {
            closest.off(!rules.isExplained(of));
        }
    }

    /** What was measured of a rule; empty if nothing was to be measured. */
    Optional<Measured> measured(int rule) {
        return meters.stream()
                .filter(meter -> meter.number() == rule)
                .findFirst()
                .map(RuleMeter::measured);
    }

    /**
     * The events that came closest to matching a rule, the closest first; empty if {@link EngineOptions#explained} is
     * false.
     */
    List<Explanation> closest(int rule) {
        return closest == null ? List.of() : closest.of(rule);
    }

    /** Explains how a rule's condition evaluated on the last event. Call it before the machine finishes that event. */
    Explanation explain(Rule rule) {
        CompiledRule compiled = rules.compiledRules().get(number(rule));
        return Explanations.of(compiled, null, context);
    }
}
