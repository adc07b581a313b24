// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One simulation, as the sensor sees it: the events of the processes it marked, of their children, and of nobody else.
 *
 * <p>Safe for use by several threads.
 */
@API(status = API.Status.INTERNAL)
public final class Observation implements AutoCloseable {
    private final EventConsumer consumer;
    private final FalcoVersion falco;
    private final Simulations simulations;
    private final Watches watches;
    private final Barriers barriers;
    private final List<String> containers = new ArrayList<>();
    /** Held while a scan of /proc is made, so that it reaches the consumer before any event does. */
    private final ReentrantLock delivery = new ReentrantLock();

    /** Under {@link #delivery}. */
    private final BlindSpots blindSpots;

    private final int id;
    private long eventsSeen;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    Observation(
            EventConsumer consumer,
            EventSelection selection,
            FalcoVersion falco,
            Simulations simulations,
            Watches watches,
            Barriers barriers,
            BlindSpots blindSpots) {
        this.consumer = consumer;
        this.falco = falco;
        this.simulations = simulations;
        this.watches = watches;
        this.barriers = barriers;
        this.blindSpots = blindSpots;
        this.id = simulations.begin(this, selection);
    }

    int id() {
        return id;
    }

    /**
     * Marks whatever enters the cgroup of a container, from then on. Its events are to be judged; those of a process that
     * was marked for state only, as a container runtime is, from the moment when it executes a program among mounts that
     * are not those of its parent.
     *
     * @param containerId 64 hexadecimal digits, the name of the container's cgroup or the part of it that is the id
     * @throws IllegalArgumentException if it is no such id
     * @throws SensorException if as many containers are watched as the sensor can watch
     */
    public void watchContainer(String containerId) {
        watch(containerId, false);
    }

    /**
     * Marks whatever enters the cgroup of a container that a daemon starts, whose runtime therefore can't be marked before.
     * As {@link #watchContainer}, but a process that its parent moves in is taken for the runtime's, and the parent's
     * parent for its shim: marked for state only.
     *
     * @param containerId as there
     */
    public void watchContainerOfDaemon(String containerId) {
        watch(containerId, true);
    }

    /**
     * Whether a process was seen entering a watched container. One that has started and was never entered was not seen at
     * all.
     *
     * @param containerId as given to {@link #watchContainer}
     */
    public synchronized boolean isEntered(String containerId) {
        checkOpen();
        return watches.isEntered(Watches.checkContainerId(containerId));
    }

    private synchronized void watch(String containerId, boolean byDaemon) {
        checkOpen();
        containers.add(Watches.checkContainerId(containerId));
        watches.addContainer(containerId, id, byDaemon);
    }

    /**
     * Tells {@link EventConsumer#begin} what /proc says about a process and its ancestors. Marks nothing.
     *
     * @param pid the process, by its number in the initial pid namespace
     */
    public synchronized void describeProcess(long pid) {
        checkOpen();
        delivery.lock();
        try {
            consumer.begin(ProcScan.ofLineage(pid));
        } finally {
            delivery.unlock();
        }
    }

    /**
     * Marks a running process and its descendants. What /proc says about them, and about their ancestors, goes to
     * {@link EventConsumer#begin}, on the calling thread, before any of their events goes to
     * {@link EventConsumer#accept}.
     *
     * @param pid the process, by its number in the initial pid namespace
     * @param stateOnly whether its events only update state, until it executes the program of a watched container
     * @throws SensorException if there is no such process
     */
    public synchronized void watchProcess(long pid, boolean stateOnly) {
        checkOpen();
        delivery.lock();
        try {
            ProcessTree tree = new ProcessTree(watches, id, stateOnly);
            if (!tree.mark((int) pid)) {
                throw new SensorException("Process " + pid + " can't be watched: there is no process with this id.");
            }
            consumer.begin(ProcScan.of(pid, tree.processes()));
        } finally {
            delivery.unlock();
        }
    }

    /**
     * Returns when every event that was recorded before the call has been consumed.
     *
     * @throws SensorException if that took longer than the sensor's limit, or the consumer threw an exception
     */
    public void barrier() {
        barriers.await();
        Throwable thrown = failure;
        if (thrown != null) {
            throw new SensorException("The events of a simulation could not be judged: " + thrown, thrown);
        }
    }

    /** What its events went through so far; exact after a {@link #barrier}. */
    public synchronized SensorStats stats() {
        checkOpen();
        delivery.lock();
        try {
            return simulations.stats(id, eventsSeen, blindSpots.all(), EventTable.of(falco));
        } finally {
            delivery.unlock();
        }
    }

    /** Keeps a blind spot, on the poll thread. */
    void takeBlindSpot(ByteBuffer data, int offset) {
        delivery.lock();
        try {
            blindSpots.take(data, offset);
        } finally {
            delivery.unlock();
        }
    }

    /** Hands an event on, on the poll thread. */
    void take(Event event, ByteBuffer data, int offset, int limit, int cpu, boolean stateOnly) {
        if (failure != null) {
            return;
        }
        delivery.lock();
        try {
            eventsSeen++;
            event.wrap(data, offset, limit, eventsSeen, cpu, stateOnly);
            consumer.accept(event);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            delivery.unlock();
        }
    }

    /** Ends the simulation: its processes are recorded no more. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            containers.forEach(watches::removeContainer);
            simulations.end(id);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the observation is closed");
        }
    }
}
