// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Event;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The one thread that reads the ring buffer and passes each event to its simulation. */
final class Poller implements RingBuffer.Reader, AutoCloseable {
    /**
     * The longest time that events wait in the ring buffer when little happens: only much data or a barrier wakes the
     * thread.
     */
    private static final int PERIOD_MILLIS = 10;

    private final RingBuffer ring;
    private final int ringFd;
    private final int wakeup;
    private final Simulations simulations;
    private final Barriers barriers;
    private final Event event;
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Throwable failure;

    Poller(RingBuffer ring, int ringFd, int wakeup, Simulations simulations, Barriers barriers, Event event) {
        this.ring = ring;
        this.ringFd = ringFd;
        this.wakeup = wakeup;
        this.simulations = simulations;
        this.barriers = barriers;
        this.event = event;
        this.thread = new Thread(this::run, "kguard-sensor");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                if (ring.drain(this) == 0) {
                    Bpf.waitFor(ringFd, wakeup, PERIOD_MILLIS);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            barriers.end(failure);
        }
    }

    @Override
    public void read(ByteBuffer data, int offset, int length) {
        int flags = data.getShort(offset + Layout.RECORD_FLAGS);
        if ((flags & Layout.BARRIER) != 0) {
            barriers.pass(data.getLong(offset + Layout.RECORD_HEADER));
            return;
        }
        int simulation = data.getInt(offset + Layout.RECORD_SIMULATION);
        if ((flags & Layout.BLIND_SPOT) != 0 && simulation == 0) {
            simulations.all().forEach(each -> each.takeBlindSpot(data, offset + Layout.RECORD_HEADER));
            return;
        }
        Observation observation = simulations.get(simulation);
        if (observation != null && (flags & Layout.BLIND_SPOT) != 0) {
            observation.takeBlindSpot(data, offset + Layout.RECORD_HEADER);
            return;
        }
        if (observation != null && (flags & Layout.RECEIVED) != 0) {
            observation.take(ReceivedDescriptor.read(data, offset + Layout.RECORD_HEADER));
            return;
        }
        if (observation != null && (flags & Layout.FOLDER) != 0) {
            observation.takeFolder(data, offset + Layout.RECORD_HEADER);
            return;
        }
        if (observation != null) {
            int cpu = data.getShort(offset + Layout.RECORD_CPU) & 0xffff;
            boolean stateOnly = (flags & Layout.STATE_ONLY) != 0;
            observation.take(event, data, offset + Layout.RECORD_HEADER, offset + length, cpu, stateOnly);
        }
    }

    /** Stops the thread after its current call. */
    @Override
    public void close() {
        closed = true;
        Bpf.wake(wakeup);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
