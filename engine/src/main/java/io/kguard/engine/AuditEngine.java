// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.audit.AuditEvent;
import io.kguard.event.Event;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import io.kguard.rule.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates the rules of source {@code k8s_audit} on audit events of a Kubernetes API server. Alerts are like those of
 * system calls: their time is the event's {@code stageTimestamp}. Their number counts the audit events from 1, unless
 * the caller numbers them.
 */
final class AuditEngine implements RuleStatistics {
    private final Machine machine;
    private final Engine engine;
    private final EventWriter writer;
    private final Event view;
    private long truncated;

    AuditEngine(RuleSet rules, AlertListener listener) {
        FalcoVersion version = rules.options().version();
        this.machine = new Machine(version);
        this.engine = new Engine(rules, machine, HostNames.NONE, listener);
        this.writer = new EventWriter(version);
        this.view = new Event(version);
    }

    /** Evaluates the rules on an event. The listener receives the alerts in order. */
    void evaluate(AuditEvent event) {
        ByteBuffer written = event.writeTo(writer);
        view.wrap(written, 0, written.limit(), engine.eventCount() + 1, 0);
        evaluate(event, view);
    }

    /**
     * Evaluates the rules on an event that the caller has written and numbered among events of other sources.
     *
     * @param event the event
     * @param written the event as {@link AuditEvent#writeTo} wrote it, with the caller's number
     */
    void evaluate(AuditEvent event, Event written) {
        truncated += event.isTruncated() ? 1 : 0;
        machine.apply(written);
        engine.evaluate(written, event);
        machine.finish(written);
    }

    /** The number of events that the API server truncated. Rules may have missed something in them. */
    long truncatedCount() {
        return truncated;
    }

    @Override
    public long eventCount() {
        return engine.eventCount();
    }

    @Override
    public RuleCounts counts(int rule, EventCause cause) {
        return engine.counts(rule, cause);
    }

    @Override
    public long hidden(int rule) {
        return engine.hidden(rule);
    }

    @Override
    public void cause(EventCause cause) {
        engine.cause(cause);
    }

    @Override
    public Optional<Measured> measured(int rule) {
        return engine.measured(rule);
    }

    @Override
    public Explanation explain(Rule rule) {
        return engine.explain(rule);
    }

    @Override
    public List<Explanation> closest(int rule) {
        return engine.closest(rule);
    }
}
