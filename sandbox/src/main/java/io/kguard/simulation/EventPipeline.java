// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventTime;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SourceEvent;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.sensor.EventConsumer;
import io.kguard.internal.sensor.EventConsumer.KernelFolder;
import io.kguard.internal.sensor.ProcScan;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.verdict.ProcessHistory;
import io.kguard.verdict.StoppedProcess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of one simulation to its session. Events arrive on the sensor's thread, container events on the
 * thread that starts the container, and audit events on the API server's threads. A lock, rarely contended, serializes
 * them.
 */
final class EventPipeline implements EventConsumer {
    private static final int MAX_UNJUDGED = 10;

    /** The plugin k8smeta has no events of its own source, so it has no id. */
    private static final int NO_PLUGIN_ID = 0;

    /** The name of the plugin's events. */
    private static final String K8SMETA_EVENT = "k8s";

    private final Event view;
    private final Session session;
    private final EventWriter documentWriter;
    private final EventTap tap;
    private final List<String> unjudged = new ArrayList<>();
    /** What was known about the cluster before the first event. */
    private final List<String> waiting = new ArrayList<>();

    private final ProcessLineage lineage = new ProcessLineage();
    private final ProcessHistory history = new ProcessHistory();
    private final StoppedProcesses stopped = new StoppedProcesses();
    private final RelativePaths paths = new RelativePaths();
    /** The play that a step is; null for another step. */
    private @Nullable PlayMarks play;

    private boolean acting;
    private EventCause cause = EventCause.START;
    private long eventsOfSteps;
    private long number;
    private long documents;
    private Consumer<Alert> listener = alert -> {};
    private boolean begun;
    private boolean ended;

    EventPipeline(RuleSet rules, HostNames hostNames, EventTap tap) {
        FalcoVersion version = rules.options().version();
        this.view = new Event(version);
        this.session = Session.live(rules, hostNames, alert -> {
            history.alerted(alert.eventNumber());
            fired(alert);
            listener.accept(alert);
        });
        session.cause(EventCause.START);
        this.tap = tap;
        this.documentWriter = new EventWriter(version);
    }

    /** The version of Falco that it imitates. */
    FalcoVersion version() {
        return view.version();
    }

    @Override
    public synchronized void begin(ProcScan scan) {
        if (!ended) {
            scan.entries().forEach(this::entry);
        }
    }

    /** Passes on an entry of the initial state. */
    synchronized void entry(StateEntry entry) {
        session.entry(entry);
        tap.entry(entry);
    }

    /** Falco reads the descriptors in /proc again when some came in a message, since 0.41. */
    @Override
    public synchronized void received(FdEntry descriptor) {
        if (!ended && view.version().atLeast(FalcoVersion.V0_41)) {
            session.entry(descriptor);
            tap.received(descriptor);
        }
    }

    @Override
    public synchronized void folder(KernelFolder folder) {
        if (!ended) {
            paths.take(folder, session);
        }
    }

    @Override
    public void accept(Event event) {
        accept(event, null);
    }

    /**
     * Passes on an event.
     *
     * @param known what it is due to, if that is known; else its process says it
     */
    synchronized void accept(Event event, @Nullable EventCause known) {
        if (!ended) {
            boolean ends = event.code() == EventCodes.PROCEXIT_E; // afterwards its process is not known any more
            boolean changed = !ends && lineage.take(event);
            if (play != null) {
                play.take(event);
            }
            due(known != null ? known : causeOf(event));
            take(event.buffer(), event.offset(), event.length(), event.cpu(), event.stateOnly());
            changed |= ends && lineage.take(event);
            if (changed) {
                stopped.take(event, lineage);
                notifyAll();
            }
        }
    }

    private EventCause causeOf(Event event) {
        if (!acting) {
            return EventCause.START;
        }
        boolean isAct = play == null || play.isAct(event.tid());
        return isAct && lineage.isOfStep(event.tid()) ? EventCause.STEPS : EventCause.CONTAINERS;
    }

    private void due(EventCause value) {
        if (cause != value) {
            cause = value;
            session.cause(value);
            tap.cause(value);
        }
    }

    /**
     * Marks the start of a step. All events before it must have been passed on.
     *
     * @param number from 1
     * @param isPlay whether it is a play, of which only the part between its marks is due to the step
     */
    synchronized void beginStep(int number, boolean isPlay) {
        acting = true;
        play = isPlay ? new PlayMarks() : null;
        lineage.beginStep(number);
        tap.step(number);
    }

    /**
     * Waits until a container's first process has executed its program or has ended. Returns false if that takes too
     * long.
     */
    synchronized boolean awaitBegun(long pid, Duration patience) {
        return await(() -> !lineage.isBeginning(pid), patience);
    }

    /** Waits until all processes have ended that steps started and may not leave. Returns false if one still runs. */
    synchronized boolean awaitNoStrangers(Set<Long> own, IntPredicate mayLeave, Duration patience) {
        return await(() -> lineage.strangers(own).values().stream().allMatch(mayLeave::test), patience);
    }

    private boolean await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** The running processes that steps started, with the number of the step that started each. */
    synchronized Map<Long, Integer> strangers(Set<Long> own) {
        return lineage.strangers(own);
    }

    /** Whether a process belongs to a container and not to a step. */
    synchronized boolean isOwn(long pid, Set<Long> own) {
        return lineage.isOwn(pid, own);
    }

    /** The number of events that steps caused and that rules could see, of all sources. */
    synchronized long eventsOfSteps() {
        return eventsOfSteps;
    }

    /** Whether a step started a process, which may have ended. */
    synchronized boolean wasOfStep(long pid) {
        return lineage.wasOfStep(pid);
    }

    /**
     * A container of the scenario's pods is started again. What it does is not due to a step.
     *
     * @param pid its first process, which has not executed its program yet
     */
    synchronized void restarted(long pid) {
        lineage.restarted(pid);
    }

    /**
     * Announces a container before its first process runs. Rules see this event. But a container event that comes
     * before any other kind of event describes the initial state, so another event is written first.
     *
     * @param value what its start is due to
     */
    synchronized void container(String json, long timestamp, EventCause value) {
        begin(timestamp);
        due(value);
        passOnMetadata(timestamp);
        ByteBuffer event = new EventWriter(view.version())
                .begin(EventCodes.CONTAINER_E, timestamp, -1)
                .text(json)
                .end();
        take(event, 0, event.limit(), 0, false);
    }

    private void begin(long timestamp) {
        if (!begun) {
            ByteBuffer begin = new EventWriter(view.version())
                    .begin(EventCodes.NOTIFICATION_E, timestamp, -1)
                    .text("kguard")
                    .text("the simulation begins")
                    .end();
            take(begin, 0, begin.limit(), 0, true);
        }
    }

    /**
     * Passes on what a collector reports about an object of the cluster, as the plugin {@code k8smeta} does in Falco. Rules do
     * not see this event: whether Falco has the plugin must not change what other rules match.
     *
     * <p>The first event ends the initial state, and the first container's ancestors are part of that. So what is told
     * before waits for the first container.
     */
    synchronized void metadata(String json, long timestamp) {
        if (!ended && view.version().atLeast(FalcoVersion.V0_41)) {
            waiting.add(json);
            if (begun) {
                passOnMetadata(timestamp);
            }
        }
    }

    private void passOnMetadata(long timestamp) {
        for (String json : waiting) {
            ByteBuffer event = new EventWriter(view.version())
                    .begin(EventCodes.ASYNCEVENT_E, timestamp, -1)
                    .number(NO_PLUGIN_ID)
                    .text(K8SMETA_EVENT)
                    .bytes((json + "\0").getBytes(UTF_8))
                    .end();
            take(event, 0, event.limit(), 0, true);
        }
        waiting.clear();
    }

    /** Makes the users of a container known, as Falco on a node reads them in the container's files. */
    synchronized void users(String containerId, List<UserEntry> users) {
        session.users(containerId, users);
        tap.users(containerId, users);
    }

    private void take(ByteBuffer buffer, int offset, int length, int cpu, boolean stateOnly) {
        begun = true;
        view.wrap(buffer, offset, offset + length, ++number, cpu, stateOnly);
        tap.event(view);
        history.take(view);
        if (session.judge(view)) {
            eventsOfSteps += cause == EventCause.STEPS ? 1 : 0;
        }
        paths.take(view, session);
    }

    /**
     * Passes on an audit event.
     *
     * @param json an {@code Event} of {@code audit.k8s.io}
     */
    void audit(String json) {
        document(EventSource.K8S_AUDIT, json, EventTime.now());
    }

    /**
     * Passes on what a coding agent asks before it runs a command.
     *
     * @param json what its hook gives to a guard
     */
    void toolCall(String json) {
        document(EventSource.CODING_AGENT, json, EventTime.now());
    }

    /**
     * Passes on a document of another source than system calls.
     *
     * @param arrival the time of events that have none, in nanoseconds since the epoch
     */
    synchronized void document(EventSource source, String json, long arrival) {
        documents++;
        due(acting ? EventCause.STEPS : EventCause.START);
        tap.document(source, json, arrival);
        try {
            for (SourceEvent event : SourceLog.parse(json, session.sources(), source)) {
                ByteBuffer written = event.writeTo(documentWriter, arrival);
                view.wrap(written, 0, written.limit(), ++number, 0);
                tap.event(view);
                history.take(view);
                session.judge(event, view);
                eventsOfSteps += acting ? 1 : 0;
            }
        } catch (SourceLogException e) {
            if (unjudged.size() < MAX_UNJUDGED) {
                unjudged.add(
                        (source.equals(EventSource.K8S_AUDIT) ? "an audit event" : "an event of the source " + source)
                                + " could not be judged: " + e.getMessage());
            }
        }
    }

    private void fired(Alert alert) {
        if (acting && alert.source().equals(EventSource.SYSCALL.label())) {
            stopped.fired(
                    alert.ruleName(), lineage.processOf(view.tid()), alert.timestamp(), cause == EventCause.STEPS);
        }
    }

    /** Waits until the process that a rule fired on has ended, if there is one. */
    synchronized Optional<StoppedProcess> awaitStopped(String rule, Duration patience) {
        await(() -> !stopped.isKnown(rule) || stopped.isOver(rule), patience);
        return stopped.of(rule);
    }

    /** Whether a rule fired on a process since the first step. */
    synchronized boolean isFiredOnProcess(String rule) {
        return stopped.isKnown(rule);
    }

    /** The processes that rules fired on and that have ended. */
    synchronized List<StoppedProcess> stopped() {
        return stopped.all();
    }

    /** Sets a listener for all alerts from now on. It must not block. */
    synchronized void tell(Consumer<Alert> value) {
        listener = value;
    }

    /** All events of the act have arrived. Not synchronized: what watches may take its time. */
    void over() {
        tap.over();
    }

    /** Ignores system calls from now on: the clean-up makes them. */
    synchronized void end() {
        ended = true;
    }

    synchronized List<Alert> alerts() {
        return session.alerts();
    }

    /** What each of the alerts is due to. */
    synchronized List<EventCause> causes() {
        return session.causes();
    }

    synchronized List<RuleOutcome> outcomes() {
        return session.outcomes();
    }

    /** The programs and steps that ran. No event may come any more when its programs are read. */
    synchronized ProcessHistory history() {
        return history;
    }

    /** The number of documents of other sources than system calls so far. */
    synchronized long documents() {
        return documents;
    }

    /** Calls with paths that rules see in another place. */
    synchronized List<BlindSpot> misplaced() {
        return paths.all();
    }

    /** State that the machine could not keep, and events that could not be judged; empty if none. */
    synchronized List<String> doubts() {
        List<String> doubts = new ArrayList<>(unjudged);
        doubts.addAll(session.doubts());
        return doubts;
    }
}
