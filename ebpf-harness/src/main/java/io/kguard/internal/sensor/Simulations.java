// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.internal.sensor.SensorStats.LossCause;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The running simulations: an array that the BPF programs read, with their counters. An id is a slot plus a generation,
 * so that marks of an ended simulation have no effect on the next one in its slot.
 */
final class Simulations {
    private static final int SLOTS = Layout.MAX_SIMULATIONS;

    private final ByteBuffer memory;
    private final AtomicReferenceArray<@Nullable Observation> bySlot = new AtomicReferenceArray<>(SLOTS);
    private final int[] generations = new int[SLOTS];
    private final LongSupplier missedRuns;
    private final long[] missedBefore = new long[SLOTS];
    private int nextSlot;

    /**
     * Over the memory that the programs read.
     *
     * @param missedRuns how often the kernel has left out a run of a program so far. Whose it was nobody knows, so it is a loss of
     *     every simulation of that time.
     */
    Simulations(ByteBuffer memory, LongSupplier missedRuns) {
        this.memory = memory;
        this.missedRuns = missedRuns;
    }

    /** Takes a free slot for a selection of events. Returns the simulation's id. */
    synchronized int begin(Observation observation, EventSelection selection) {
        for (int i = 0; i < SLOTS; i++) {
            int slot = (nextSlot + i) % SLOTS;
            if (bySlot.get(slot) == null) {
                nextSlot = slot + 1;
                generations[slot] = generations[slot] + 1 & (Integer.MAX_VALUE / SLOTS);
                int id = Math.max(1, generations[slot]) * SLOTS + slot;
                int at = slot * Layout.SIMULATION;
                for (int offset = 0; offset < Layout.SIMULATION; offset += 4) {
                    memory.putInt(at + offset, 0);
                }
                put(at + Layout.SIMULATION_SELECTED_CODES, selection.words());
                put(at + Layout.SIMULATION_DATA_CODES, selection.dataWords());
                missedBefore[slot] = missedRuns.getAsLong();
                bySlot.set(slot, observation);
                memory.putInt(at, id);
                return id;
            }
        }
        throw new SensorException(SLOTS + " simulations are under way, which is as many as the sensor can keep apart. "
                + "Close some of them, or run fewer at once.");
    }

    private void put(int at, long[] words) {
        for (int word = 0; word < words.length; word++) {
            memory.putLong(at + Long.BYTES * word, words[word]);
        }
    }

    synchronized void end(int id) {
        int slot = slot(id);
        memory.putInt(slot * Layout.SIMULATION, 0);
        bySlot.set(slot, null);
    }

    /** The observation with an id, or null if it has ended. */
    @Nullable
    Observation get(int id) {
        Observation observation = bySlot.get(slot(id));
        return observation != null && observation.id() == id ? observation : null;
    }

    List<Observation> all() {
        List<Observation> all = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Observation observation = bySlot.get(slot);
            if (observation != null) {
                all.add(observation);
            }
        }
        return all;
    }

    SensorStats stats(int id, long eventsSeen, List<BlindSpot> blindSpots, EventTable table) {
        int at = slot(id) * Layout.SIMULATION;
        Map<LossCause, Long> losses = new EnumMap<>(LossCause.class);
        for (LossCause cause : LossCause.values()) {
            long count = memory.getLong(at + Layout.SIMULATION_LOSSES + 8 * cause.ordinal());
            if (count != 0) {
                losses.put(cause, count);
            }
        }
        long missed = missedRuns.getAsLong() - missedBefore[slot(id)];
        if (missed != 0) {
            losses.merge(LossCause.BUSY, missed, Long::sum);
        }
        List<EventType> types = new ArrayList<>();
        for (int code = 0; code < EventTable.SIZE; code++) {
            long bits = memory.getLong(at + Layout.SIMULATION_LOST_CODES + 8 * (code / Long.SIZE));
            EventType type = table.type(code);
            if ((bits >>> code & 1) != 0 && type != null) {
                types.add(type);
            }
        }
        return new SensorStats(eventsSeen, losses, types, blindSpots);
    }

    private static int slot(int id) {
        return id & SLOTS - 1;
    }
}
