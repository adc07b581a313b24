// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.internal.sensor.EventConsumer.KernelFolder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One simulation as the sensor sees it: the events of the processes it marked and of their children, and no others.
 *
 * <p>Thread-safe.
 */
public final class Observation implements AutoCloseable {
    private final EventConsumer consumer;
    private final FalcoVersion falco;
    private final Simulations simulations;
    private final Watches watches;
    private final Barriers barriers;
    private final List<String> containers = new ArrayList<>();
    /** Held during a scan of /proc, so that the scan reaches the consumer before any event. */
    private final ReentrantLock delivery = new ReentrantLock();

    /** Guarded by {@link #delivery}. */
    private final BlindSpots blindSpots;

    private final KernelFolder folder = new KernelFolder();

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
     * Marks every process that enters the cgroup of a container, from then on. Its events are to be judged. If a
     * process was marked for state only, like a container runtime, its events are to be judged after it executes a
     * program in another mount namespace than its parent's.
     *
     * @param containerId 64 hexadecimal digits, the name of the container's cgroup or the part of it that is the id
     * @throws IllegalArgumentException if it is not such an id
     * @throws SensorException if the sensor can't watch more containers
     */
    public void watchContainer(String containerId) {
        watch(containerId, false);
    }

    /**
     * Marks every process that enters the cgroup of a container that a daemon starts, whose runtime can't be marked
     * before. Works like {@link #watchContainer}, with one difference: if a process is moved in by its parent, it
     * counts as the runtime's and the parent's parent as its shim, and both are marked for state only.
     *
     * @param containerId as in {@link #watchContainer}
     */
    public void watchContainerOfDaemon(String containerId) {
        watch(containerId, true);
    }

    /**
     * Whether a process was seen entering a watched container. If a container runs but no entry was seen, none of its
     * events was seen.
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
     * Passes the /proc entries of a process to {@link EventConsumer#begin}, as {@link #watchProcess} does. Marks nothing.
     *
     * @param pid the process, by its number in the initial pid namespace
     */
    public synchronized void describeProcess(long pid) {
        checkOpen();
        delivery.lock();
        try {
            consumer.begin(ProcScan.onNode(pid));
        } finally {
            delivery.unlock();
        }
    }

    /**
     * Marks a running process and its descendants. Before any of their events, passes the /proc entries of these
     * processes to {@link EventConsumer#begin}, on the calling thread. Above the process they show systemd alone, as on a
     * node, and not what started the build.
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
            consumer.begin(ProcScan.onNode(pid, tree.processes()));
        } finally {
            delivery.unlock();
        }
    }

    /**
     * Waits until every event recorded before the call has been consumed.
     *
     * @throws SensorException if that exceeded the sensor's time limit, or the consumer threw an exception
     */
    public void barrier() {
        barriers.await();
        Throwable thrown = failure;
        if (thrown != null) {
            throw new SensorException("The events of a simulation could not be judged: " + thrown, thrown);
        }
    }

    /** Counts of events and losses so far; exact after a {@link #barrier}. */
    public synchronized SensorStats stats() {
        checkOpen();
        delivery.lock();
        try {
            return simulations.stats(id, eventsSeen, blindSpots.all(), EventTable.of(falco));
        } finally {
            delivery.unlock();
        }
    }

    /** Keeps a blind spot. Called on the poll thread. */
    void takeBlindSpot(ByteBuffer data, int offset) {
        delivery.lock();
        try {
            blindSpots.take(data, offset);
        } finally {
            delivery.unlock();
        }
    }

    /** Passes an event to the consumer. Called on the poll thread. */
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

    /** Passes a descriptor that came in a message to the consumer. Called on the poll thread. */
    void take(FdEntry descriptor) {
        if (failure != null) {
            return;
        }
        delivery.lock();
        try {
            consumer.received(descriptor);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            delivery.unlock();
        }
    }

    /** Passes the folder of a relative path to the consumer. Called on the poll thread. */
    void takeFolder(ByteBuffer data, int offset) {
        if (failure != null) {
            return;
        }
        delivery.lock();
        try {
            folder.wrap(data, offset);
            consumer.folder(folder);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            delivery.unlock();
        }
    }

    /** Ends the simulation. Its processes are no longer recorded. Idempotent. */
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
