// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SourceEvent;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * Evaluates the rules of one source on its events, such as audit events of a Kubernetes API server. Alerts are like those
 * of system calls. Their number counts the events of the source from 1, unless the caller numbers them.
 */
final class SourceEngine {
    private final EventSource source;
    private final Machine machine;
    private final Engine engine;
    private final EventWriter writer;
    private final Event view;
    private long truncated;

    /** An engine whose listener receives each alert, and what can explain it. */
    SourceEngine(EventSource source, RuleSet rules, BiConsumer<Alert, SourceEngine> listener) {
        this.source = source;
        FalcoVersion version = rules.options().version();
        this.machine = new Machine(version);
        this.engine = new Engine(rules, machine, HostNames.NONE, alert -> listener.accept(alert, this));
        this.writer = new EventWriter(version);
        this.view = new Event(version);
    }

    EventSource source() {
        return source;
    }

    /** What evaluates the rules on the events. */
    Engine engine() {
        return engine;
    }

    /** Evaluates the rules on an event. The listener receives the alerts in order. */
    void evaluate(SourceEvent event) {
        ByteBuffer written = event.writeTo(writer);
        view.wrap(written, 0, written.limit(), engine.eventCount() + 1, 0);
        evaluate(event, view);
    }

    /**
     * Evaluates the rules on an event that the caller has written and numbered among events of other sources.
     *
     * @param event the event
     * @param written the event as {@link SourceEvent#writeTo} wrote it, with the caller's number
     */
    void evaluate(SourceEvent event, Event written) {
        truncated += event.isTruncated() ? 1 : 0;
        machine.apply(written);
        engine.evaluate(written, event);
        machine.finish(written);
    }

    /** The number of events of which the service left out parts. Rules may have missed something in them. */
    long truncatedCount() {
        return truncated;
    }
}
