// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.audit.AuditEvent;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Judges the events of one machine and of its API server, wherever they come from: a running simulation, a capture, an
 * audit log, or a test that writes them. State entries and events go in; alerts, outcomes and doubts come out.
 *
 * <p>Not for use by several threads.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Session implements StateSink {
    /** The number of alerts that are kept. The listener hears of all. */
    public static final int MAX_ALERTS = 10_000;

    private final RuleSet rules;
    private final AlertListener listener;
    private final Machine machine;
    private final Engine engine;
    private final AuditEngine auditEngine;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<Rule, Explanation> firstMatches = new HashMap<>();
    private final Map<Rule, RuleCounts> atStart = new HashMap<>();

    private Session(RuleSet rules, HostNames hostNames, AlertListener listener) {
        this.rules = rules;
        this.listener = listener;
        this.machine = new Machine(rules.options().version());
        this.engine = new Engine(rules, machine, hostNames, this::keepOfMachine);
        this.auditEngine = new AuditEngine(rules, this::keepOfAudit);
    }

    /** A session in which addresses have no names. */
    public static Session of(RuleSet rules, AlertListener listener) {
        return new Session(rules, HostNames.NONE, listener);
    }

    /** A session that knows names of addresses. */
    public static Session of(RuleSet rules, HostNames hostNames, AlertListener listener) {
        return new Session(rules, hostNames, listener);
    }

    @Override
    public void reset() {
        machine.reset();
    }

    @Override
    public void entry(StateEntry entry) {
        machine.entry(entry);
    }

    /**
     * Lets an event change the machine, and evaluates the rules on it unless it is for state only.
     *
     * @return whether rules could see it
     * @throws io.kguard.event.MalformedEventException if what it says cannot be understood
     */
    public boolean judge(Event event) {
        boolean seen = machine.apply(event);
        if (seen) {
            engine.evaluate(event);
        }
        machine.finish(event);
        return seen;
    }

    /** Evaluates the rules of source {@code k8s_audit} on an event, numbered from 1 among its like. */
    public void judge(AuditEvent event) {
        auditEngine.evaluate(event);
    }

    /**
     * Evaluates the rules of source {@code k8s_audit} on an event that the caller has written, as one among those of other
     * sources.
     *
     * @param written what {@link AuditEvent#writeTo} made of it, under a number of the caller's
     */
    public void judge(AuditEvent event, Event written) {
        auditEngine.evaluate(event, written);
    }

    /**
     * Evaluates the rules of source {@code k8s_audit} on the events of a JSON text.
     *
     * @param json an {@code Event} of {@code audit.k8s.io}, an {@code EventList}, or an array of these
     * @throws io.kguard.audit.AuditEventException if it is none of these, or an event in it is one that Falco would leave
     *     out; no rule was evaluated then, not even on the events before it
     */
    public void judgeAudit(String json) {
        AuditEvent.parse(json).forEach(this::judge);
    }

    private void keepOfMachine(Alert alert) {
        keep(alert, engine);
    }

    private void keepOfAudit(Alert alert) {
        keep(alert, auditEngine);
    }

    private void keep(Alert alert, RuleStatistics by) {
        if (alerts.size() < MAX_ALERTS) {
            alerts.add(alert);
        }
        firstMatches.computeIfAbsent(alert.rule(), by::explain);
        listener.onAlert(alert);
    }

    /** Says that all before was the start: {@link RuleOutcome#sinceStart} leaves it out. Only the first call counts. */
    public void started() {
        if (atStart.isEmpty()) {
            rules.rules().forEach(rule -> atStart.put(rule, counts(rule)));
        }
    }

    /** The alerts so far, in the order of their events; at most {@value #MAX_ALERTS}. */
    public List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** How each rule has fared so far, in the order in which rules are evaluated. */
    public List<RuleOutcome> outcomes() {
        return rules.rules().stream().map(this::outcome).toList();
    }

    private RuleOutcome outcome(Rule rule) {
        RuleCounts counts = counts(rule);
        List<Explanation> closest = new ArrayList<>();
        if (counts.matched() == 0) {
            closest.addAll(auditEngine.closest(rule));
            closest.addAll(engine.closest(rule));
        }
        return new RuleOutcome(
                rule,
                counts.reached(),
                counts.matched(),
                engine.hidden(rule) + auditEngine.hidden(rule),
                atStart.getOrDefault(rule, RuleCounts.NONE),
                Optional.ofNullable(firstMatches.get(rule)),
                closest);
    }

    private RuleCounts counts(Rule rule) {
        return new RuleCounts(
                engine.reached(rule) + auditEngine.reached(rule), engine.matched(rule) + auditEngine.matched(rule));
    }

    /** The number of events that rules could see. */
    public long eventCount() {
        return engine.eventCount() + auditEngine.eventCount();
    }

    /** The number of events of a source that rules could see. */
    public long eventCount(EventSource source) {
        return engine.eventCount(source) + (source == EventSource.K8S_AUDIT ? auditEngine.eventCount() : 0);
    }

    /** The number of events of plugins that kguard does not know. */
    long otherPluginCount() {
        return engine.otherPluginCount();
    }

    /**
     * Why the alerts may not be all that there should be, in sentences: what the machine's state could not hold, and what
     * the API server left out. Empty if all is well.
     */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (machine.threadsOverLimit() > 0) {
            doubts.add(machine.threadsOverLimit() + " events are of threads beyond the thread table's limit");
        }
        if (machine.fdsOverLimit() > 0) {
            doubts.add(machine.fdsOverLimit() + " file descriptors are beyond the limit of a process's table");
        }
        if (auditEngine.truncatedCount() > 0) {
            doubts.add("the API server left objects out of " + auditEngine.truncatedCount()
                    + " of the events (audit.k8s.io/truncated), so that rules could not see them");
        }
        return doubts;
    }
}
