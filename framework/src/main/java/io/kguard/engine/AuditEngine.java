package io.kguard.engine;

import io.kguard.audit.AuditEvent;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.machine.Machine;
import io.kguard.rule.Rule;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Judges audit events of a Kubernetes API server: evaluates the rules of source {@code k8s_audit} of a rule set. The alerts
 * are like those of system calls; their time is the event's {@code stageTimestamp}, their number counts the audit events
 * from 1, unless the caller numbers them.
 *
 * <p>Several threads may hand in events; they are evaluated one after the other, and the listener is called on the thread
 * that handed the event in.
 */
public final class AuditEngine implements RuleStatistics {
    private final Machine machine;
    private final Engine engine;
    private final EventWriter writer;
    private final Event view;
    private final List<Rule> rules;
    private long truncated;

    AuditEngine(RuleSet rules, AlertListener listener) {
        FalcoVersion version = rules.options().version();
        this.machine = new Machine(version);
        this.engine = rules.newEngine(machine, listener);
        this.writer = new EventWriter(version);
        this.view = new Event(version);
        this.rules = rules.rules().stream()
                .filter(rule -> rule.source().equals(EventSource.K8S_AUDIT.label()))
                .toList();
    }

    /**
     * Evaluates the rules on the events of a JSON text.
     *
     * @param json an {@code Event} of {@code audit.k8s.io}, an {@code EventList}, or an array of these
     * @return how many rules matched, over all events
     * @throws io.kguard.audit.AuditEventException if it is none of these, or an event in it is one that Falco would leave
     *     out; no rule was evaluated then, not even on the events before it
     */
    public int evaluate(String json) {
        int matched = 0;
        for (AuditEvent event : AuditEvent.parse(json)) {
            matched += evaluate(event);
        }
        return matched;
    }

    /**
     * Evaluates the rules on an event; the listener hears of those that match, in order.
     *
     * @return how many matched
     */
    public synchronized int evaluate(AuditEvent event) {
        ByteBuffer written = event.writeTo(writer);
        view.wrap(written, 0, written.limit(), engine.eventCount() + 1, 0);
        return evaluate(event, view);
    }

    /**
     * Evaluates the rules on an event that the caller has written, as one among those of other sources.
     *
     * @param event the event
     * @param written what {@link AuditEvent#writeTo} made of it, under a number of the caller's
     * @return how many matched
     */
    public synchronized int evaluate(AuditEvent event, Event written) {
        truncated += event.isTruncated() ? 1 : 0;
        machine.apply(written);
        int matched = engine.evaluate(written, event);
        machine.finish(written);
        return matched;
    }

    /** The rules that it evaluates, in the order in which it does: those of source {@code k8s_audit}. */
    public List<Rule> rules() {
        return rules;
    }

    /** The number of events of which the API server left out what was too large; rules may have missed something. */
    public synchronized long truncatedCount() {
        return truncated;
    }

    @Override
    public synchronized long eventCount() {
        return engine.eventCount();
    }

    @Override
    public synchronized long reached(Rule rule) {
        return engine.reached(rule);
    }

    @Override
    public synchronized long hidden(Rule rule) {
        return engine.hidden(rule);
    }

    @Override
    public synchronized long matched(Rule rule) {
        return engine.matched(rule);
    }

    /**
     * How a rule fares on the event that was evaluated last. The listener may ask for it: then it is the event that the alert
     * is of.
     */
    @Override
    public synchronized Explanation explain(Rule rule) {
        return engine.explain(rule);
    }

    @Override
    public synchronized List<Explanation> closest(Rule rule) {
        return engine.closest(rule);
    }
}
