package io.kguard.engine;

import io.kguard.event.Event;
import io.kguard.machine.Machine;
import io.kguard.rule.Rule;
import java.util.List;

/**
 * Judges the events of one machine. Feed it each event between {@link Machine#apply} and {@link Machine#finish}, if
 * {@code apply} says that rules are to see it.
 *
 * <p>Not for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Engine {
    Engine(RuleSet rules, Machine machine, AlertListener listener) {
        throw new UnsupportedOperationException("not written yet: " + rules.options() + machine.version() + listener);
    }

    /**
     * Evaluates the rules on an event; the listener hears of those that match, in order.
     *
     * @return how many matched
     */
    public int evaluate(Event event) {
        throw new UnsupportedOperationException("not written yet: " + event);
    }

    /** The number of events evaluated. */
    public long eventCount() {
        return 0;
    }

    /** The number of events that reached a rule's condition: of its types, and not taken by an earlier rule. */
    public long reached(Rule rule) {
        return 0;
    }

    /** The number of events that a rule matched. */
    public long matched(Rule rule) {
        return 0;
    }

    /** The number of events that would have reached a rule, but an earlier one matched first. */
    public long hidden(Rule rule) {
        return 0;
    }

    /**
     * The events that came closest to setting off a rule, the closest first; kept only if {@link
     * EngineOptions#explained}.
     */
    public List<Explanation> closest(Rule rule) {
        return List.of();
    }

    /** How a rule fares on the event that was evaluated last. */
    public Explanation explain(Rule rule) {
        throw new UnsupportedOperationException("not written yet: " + rule);
    }
}
