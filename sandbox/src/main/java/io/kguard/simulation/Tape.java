// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EventCause;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.Detections;
import io.kguard.verdict.DetectionsBuilder;
import io.kguard.verdict.ExpectedFields;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.apiguardian.api.API;

/**
 * All that one simulation's machine saw, in memory, to judge other rules on it. Unlike a capture it knows where the steps
 * begin, what was known about users and the cluster, and what casts doubt on the simulation.
 */
@API(status = API.Status.INTERNAL)
public final class Tape {
    private static final EventCause[] CAUSES = EventCause.values();

    private final Scenario scenario;
    private final HostNames hostNames;
    private final EventSelection selection;
    private final Detections played;
    private final List<Item> items;

    Tape(Scenario scenario, HostNames hostNames, EventSelection selection, Detections played, List<Item> items) {
        this.scenario = scenario;
        this.hostNames = hostNames;
        this.selection = selection;
        this.played = played;
        this.items = items;
    }

    /** What the rules detected with which the simulation was played. */
    public Detections played() {
        return played;
    }

    /** How much memory its events take. */
    public long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /** Whether the events that rules need were recorded. */
    public boolean hasEventsOf(RuleSet rules) {
        return selection.covers(Simulator.needs(scenario, rules));
    }

    /**
     * Judges rules on the events.
     *
     * @param rules the rules, for the version of Falco of the simulation
     * @return what they detect. What cast doubt on the simulation does so here
     */
    public Detections judge(RuleSet rules) {
        long start = System.nanoTime();
        RuleSet reporting;
        try {
            reporting = ExpectedFields.added(rules, scenario);
        } catch (IllegalArgumentException e) {
            return Detections.impossible(scenario.id(), scenario.origin() + ": " + e.getMessage());
        }
        EventPipeline pipeline = new EventPipeline(reporting, hostNames, EventTap.NONE);
        items.forEach(item -> item.passTo(pipeline));
        return new DetectionsBuilder(played.scenario(), played.origin())
                .rules(pipeline.alerts(), pipeline.outcomes())
                .causes(pipeline.causes())
                .events(played.eventsSeen(), played.eventsLost())
                .doubts(Stream.concat(played.doubts().stream(), pipeline.doubts().stream())
                        .distinct()
                        .toList())
                .blindSpots(played.blindSpots())
                .refusals(played.refusals())
                .unsimulated(played.unsimulated())
                .unlogged(played.unlogged())
                .failures(played.failures())
                .notes(played.notes())
                .cluster(played.timedReactions(), List.of())
                .processes(pipeline.history(), played.stopped())
                .took(Duration.ofNanos(System.nanoTime() - start))
                .build()
                .lacking(played.lacking());
    }

    /** A part of it, which is passed on when it is its turn. */
    @FunctionalInterface
    interface Item {
        void passTo(EventPipeline pipeline);

        /** How much memory its events take. */
        default long bytes() {
            return 0;
        }
    }

    /**
     * Events one after the other, packed: for each its length, its CPU, what it is due to and whether it
     * is for the state only, and its bytes.
     *
     * @param size the number of bytes before packing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large
    record Events(byte[] packed, int size) implements Item {
        @Override
        public long bytes() {
            return packed.length;
        }

        @Override
        public void passTo(EventPipeline pipeline) {
            byte[] all = new byte[size];
            try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
                in.readFully(all);
            } catch (EOFException e) {
                throw new IllegalStateException("a tape is shorter than it says", e);
            } catch (IOException e) {
                throw new UncheckedIOException("a tape can't be unpacked", e);
            }
            ByteBuffer header = ByteBuffer.wrap(all); // the sizes are big-endian, as DataOutputStream writes them
            ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
            Event view = new Event(pipeline.version());
            while (header.hasRemaining()) {
                int length = header.getInt();
                int cpu = header.getShort() & 0xFFFF;
                int flags = header.get();
                int offset = header.position();
                view.wrap(bytes, offset, offset + length, 0, cpu, (flags & 1) != 0);
                pipeline.accept(view, CAUSES[flags >> 1]);
                header.position(offset + length);
            }
        }
    }
}
