// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.field.HostNames;
import io.kguard.simulation.MetadataRace.MetadataArrival;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Judges the events of a simulation a second time, with the metadata of its containers late or missing. */
final class LateMetadata implements EventTap {
    private final Session session;
    private final MetadataArrival arrival;
    private final FalcoVersion version;
    private final Queue<Held> held = new ArrayDeque<>();

    /** A container event that has not arrived yet. */
    private record Held(ByteBuffer bytes, long number, int cpu) {}

    LateMetadata(RuleSet rules, HostNames hostNames, MetadataArrival arrival) {
        this.session = Session.live(rules, hostNames, alert -> {});
        this.arrival = arrival;
        this.version = rules.options().version();
    }

    @Override
    public synchronized void entry(StateEntry entry) {
        session.entry(entry);
    }

    @Override
    public synchronized void event(Event event) {
        if (event.code() == EventCodes.CONTAINER_E) {
            hold(event);
        } else {
            session.judge(event);
        }
    }

    @Override
    public synchronized void step(int number) {
        if (number > 1) {
            release();
        }
    }

    @Override
    public synchronized void users(String containerId, List<UserEntry> users) {
        session.users(containerId, users);
    }

    @Override
    public synchronized void over() {
        release(); // rules on the arrival itself fire then
    }

    private void hold(Event event) {
        if (arrival == MetadataArrival.LATE) {
            ByteBuffer bytes = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
            event.copyTo(bytes);
            held.add(new Held(bytes.flip(), event.number(), event.cpu()));
        }
    }

    private void release() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            Event event = new Event(version);
            event.wrap(next.bytes(), 0, next.bytes().limit(), next.number(), next.cpu());
            session.judge(event);
        }
    }

    /** The names of the rules that fired. */
    synchronized List<String> firedRules() {
        return session.alerts().stream().map(Alert::ruleName).distinct().toList();
    }
}
