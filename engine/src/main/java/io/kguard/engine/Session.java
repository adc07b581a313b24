// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.audit.AuditEvent;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SourceEvent;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.event.StateSink;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.machine.ThreadInfo;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules on the events of one machine, of its API server and of other services, from wherever they come: a running
 * simulation, a capture, a log, or a test that writes them. State entries and events go in; alerts, outcomes and doubts
 * come out.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Session implements StateSink {
    /**
     * The number of alerts that are kept, and of each rule that is explained: whether its alert is as expected must not depend on
     * how many alerts others have. The listener receives all.
     */
    public static final int MAX_ALERTS = 10_000;

    private final RuleSet rules;
    private final Consumer<Alert> listener;
    private final Machine machine;
    private final Engine engine;
    /** Those of the sources that had events. */
    private final List<SourceEngine> others = new ArrayList<>();
    /** The same by the places of their sources. */
    private final @Nullable SourceEngine[] byPlace;

    private final List<Alert> alerts = new ArrayList<>();
    private final IdentityHashMap<Rule, Integer> kept = new IdentityHashMap<>();
    private final IdentityHashMap<Rule, Explanation> firstMatches = new IdentityHashMap<>();
    /** The cause of each alert that is kept. */
    private final List<EventCause> causes = new ArrayList<>();

    private EventCause cause = EventCause.STEPS;

    private Session(RuleSet rules, Machine.View view, HostNames hostNames, Consumer<Alert> listener) {
        this.rules = rules;
        this.listener = listener;
        this.byPlace = new @Nullable SourceEngine[rules.sources().all().size()];
        this.machine = new Machine(rules.options().version(), view);
        this.engine = new Engine(rules, machine, hostNames, this::keepOfMachine);
    }

    /** A session without host names for addresses. */
    public static Session of(RuleSet rules, Consumer<Alert> listener) {
        return new Session(rules, Machine.View.REPLAY, HostNames.NONE, listener);
    }

    /** A session with host names for addresses. */
    @API(status = API.Status.INTERNAL)
    public static Session of(RuleSet rules, HostNames hostNames, Consumer<Alert> listener) {
        return new Session(rules, Machine.View.REPLAY, hostNames, listener);
    }

    /** A session of events as they happen. Falco 0.40 knows more of such a machine than of a recorded one. */
    @API(status = API.Status.INTERNAL)
    public static Session live(RuleSet rules, HostNames hostNames, Consumer<Alert> listener) {
        return new Session(rules, Machine.View.LIVE, hostNames, listener);
    }

    @Override
    public void reset() {
        machine.reset();
    }

    @Override
    @API(status = API.Status.INTERNAL)
    public void entry(StateEntry entry) {
        machine.entry(entry);
    }

    /**
     * Makes users of a container known. No capture has them: what Falco says of them in a replay is {@code <NA>}.
     *
     * @param containerId its short id
     */
    @API(status = API.Status.INTERNAL)
    public void users(String containerId, List<UserEntry> users) {
        machine.containerUsers(containerId, users);
    }

    /**
     * Applies an event to the machine, and evaluates the rules on it unless it is {@link Event#stateOnly}.
     *
     * @return whether rules could see it
     * @throws io.kguard.event.MalformedEventException if the event can't be decoded
     */
    @API(status = API.Status.INTERNAL)
    public boolean judge(Event event) {
        boolean seen = machine.apply(event);
        if (seen) {
            engine.evaluate(event);
        }
        machine.finish(event);
        return seen;
    }

    /** Whether events of a kind need not be judged: {@link #pass} does as much. */
    boolean isIdle(int kind) {
        return engine.isIdle(kind) && machine.isRunning();
    }

    /** Does what {@link #judge(Event)} does with an event of an idle kind. */
    void pass(int kind, long tid, boolean stateOnly) {
        machine.pass(tid);
        if (!stateOnly) {
            engine.count(kind);
        }
    }

    /** Evaluates the rules of an event's source on it. The events of each source are numbered from 1. */
    @API(status = API.Status.INTERNAL)
    public void judge(SourceEvent event) {
        engineOf(event.source()).evaluate(event);
    }

    private SourceEngine engineOf(EventSource source) {
        int place = rules.sources().place(source);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "an event has the source " + source + ", which the rules were not loaded with");
        }
        SourceEngine known = byPlace[place];
        if (known == null) {
            known = new SourceEngine(source, rules, (alert, by) -> keep(alert, by.engine()));
            known.engine().cause(cause);
            others.add(known);
            byPlace[place] = known;
        }
        return known;
    }

    /**
     * Evaluates the rules of an event's source on it. The caller has written it and numbered it among events of other
     * sources.
     *
     * @param written the event as {@link SourceEvent#writeTo} wrote it, with the caller's number
     */
    @API(status = API.Status.INTERNAL)
    public void judge(SourceEvent event, Event written) {
        engineOf(event.source()).evaluate(event, written);
    }

    /**
     * Evaluates the rules of source {@code k8s_audit} on the events of a JSON document. Such events are numbered from 1.
     *
     * @param json an {@code Event} of {@code audit.k8s.io}, an {@code EventList}, or an array of these
     * @throws io.kguard.audit.AuditEvent.AuditEventException if it is something else, or if Falco would not accept one of its
     *     events; then no rule was evaluated on any of them
     */
    public void judgeAudit(String json) {
        AuditEvent.parse(json).forEach(this::judge);
    }

    private void keepOfMachine(Alert alert) {
        keep(alert, engine);
    }

    private boolean isKept(Rule rule) {
        return alerts.size() < MAX_ALERTS || rules.isExplained(rule.name()) && kept.getOrDefault(rule, 0) < MAX_ALERTS;
    }

    private void keep(Alert alert, Engine by) {
        if (isKept(alert.rule())) {
            alerts.add(alert);
            kept.merge(alert.rule(), 1, Integer::sum);
            causes.add(cause);
        }
        if (rules.isExplained(cause)) {
            firstMatches.computeIfAbsent(alert.rule(), by::explain);
        }
        listener.accept(alert);
    }

    /** Says what the events from now on are due to. Until it is called, that is {@link EventCause#STEPS}. */
    @API(status = API.Status.INTERNAL)
    public void cause(EventCause of) {
        if (cause != of) {
            cause = of;
            engines().forEach(each -> each.cause(of));
        }
    }

    /** The alerts so far, in the order of their events; at most {@value #MAX_ALERTS}, and as many of each rule that is explained. */
    public List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** The cause of each of these alerts. */
    @API(status = API.Status.INTERNAL)
    public List<EventCause> causes() {
        return List.copyOf(causes);
    }

    /** The outcome of each rule so far, in the order in which rules are evaluated. */
    public List<RuleOutcome> outcomes() {
        return IntStream.range(0, rules.compiledRules().size())
                .mapToObj(this::outcome)
                .toList();
    }

    private RuleOutcome outcome(int number) {
        CompiledRule rule = rules.compiledRules().get(number);
        Map<EventCause, RuleCounts> counts = counts(number);
        List<Explanation> closest = new ArrayList<>();
        if (counts.values().stream().allMatch(count -> count.matched() == 0)) {
            engines().forEach(each -> closest.addAll(each.closest(number)));
        }
        return new RuleOutcome(
                rule.rule(),
                counts,
                engines().mapToLong(each -> each.hidden(number)).sum(),
                Optional.ofNullable(firstMatches.get(rule.rule())),
                closest,
                machine.isKubernetesTold() ? List.of() : rule.reads().fieldsOfCluster(),
                by(number).measured(number));
    }

    /** What evaluates the rules on events of one source: those of other sources first, the machine's last. */
    private Stream<Engine> engines() {
        return Stream.concat(others.stream().map(SourceEngine::engine), Stream.of(engine));
    }

    /** The engine that evaluates a rule. The events of a capture are all evaluated by the machine's. */
    private Engine by(int number) {
        String source = rules.compiledRules().get(number).rule().source();
        return others.stream()
                .filter(other -> other.source().label().equals(source))
                .map(SourceEngine::engine)
                .filter(other -> Arrays.stream(EventCause.values())
                        .anyMatch(of -> other.counts(number, of).reached() > 0))
                .findFirst()
                .orElse(engine);
    }

    private Map<EventCause, RuleCounts> counts(int number) {
        Map<EventCause, RuleCounts> counts = new EnumMap<>(EventCause.class);
        for (EventCause of : EventCause.values()) {
            counts.put(of, engines().map(each -> each.counts(number, of)).reduce(RuleCounts.NONE, RuleCounts::plus));
        }
        return counts;
    }

    /** The number of events that rules could see. */
    public long eventCount() {
        return engines().mapToLong(Engine::eventCount).sum();
    }

    /** The number of events of a source that rules could see. */
    @API(status = API.Status.INTERNAL)
    public long eventCount(EventSource source) {
        return engine.eventCount(source)
                + others.stream()
                        .filter(other -> other.source().equals(source))
                        .mapToLong(other -> other.engine().eventCount())
                        .sum();
    }

    /** The sources of events that are known. */
    @API(status = API.Status.INTERNAL)
    public EventSources sources() {
        return rules.sources();
    }

    /** The version of Falco that it imitates. */
    FalcoVersion version() {
        return rules.options().version();
    }

    /** The number of events of unknown plugins. */
    long otherPluginCount() {
        return engine.otherPluginCount();
    }

    /**
     * The name that events give to what a thread's relative paths start from.
     *
     * @param descriptor one of the thread; a negative number is the working folder
     * @return empty if neither an event nor the state at the start tells
     */
    @API(status = API.Status.INTERNAL)
    public String folder(long tid, long descriptor) {
        ThreadInfo thread = machine.thread(tid);
        if (thread == null) {
            return "";
        }
        FdInfo folder = thread.fd(descriptor);
        return descriptor < 0 ? thread.cwd() : folder == null ? "" : folder.name();
    }

    /** The name of a thread's program; empty if it is not known. */
    @API(status = API.Status.INTERNAL)
    public String program(long tid) {
        ThreadInfo thread = machine.thread(tid);
        return thread == null ? "" : thread.comm();
    }

    /**
     * Why alerts may be missing, in sentences: state that the machine could not keep, and events that the API server
     * truncated. Empty if there is no doubt.
     */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (machine.threadsOverLimit() > 0) {
            doubts.add(machine.threadsOverLimit() + " events are of threads beyond the thread table's limit");
        }
        if (machine.fdsOverLimit() > 0) {
            doubts.add(machine.fdsOverLimit() + " file descriptors are beyond the limit of a process's table");
        }
        for (SourceEngine other : others) {
            if (other.source().equals(EventSource.K8S_AUDIT) && other.truncatedCount() > 0) {
                doubts.add("the API server left objects out of " + other.truncatedCount()
                        + " of the events (audit.k8s.io/truncated), so that rules could not see them");
            }
        }
        return doubts;
    }
}
