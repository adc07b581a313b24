// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Event;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.time.Duration;
import java.util.List;

/**
 * The eBPF sensor: one for the whole JVM, shared by all simulations. A single thread reads one ring buffer and passes
 * each event to its simulation.
 *
 * <p>Thread-safe.
 */
public final class Sensor implements AutoCloseable {
    /** The kernel takes less to check and load the programs, unless the machine is busy. Then a barrier has as many times longer. */
    private static final Duration USUAL_LOAD = Duration.ofMillis(500);

    private final SensorOptions options;
    private final Programs programs;
    private final RingBuffer ring;
    private final int wakeup;
    private final Simulations simulations;
    private final Watches watches;
    private final Barriers barriers;
    private final Poller poller;
    private final Canary canary;
    private final KernelHelpers helpers = KernelHelpers.ofMachine();
    private boolean closed;

    private Sensor(SensorOptions options, Programs programs, CallTable calls) {
        this.options = options;
        this.programs = programs;
        int ringFd = programs.map("ring");
        this.ring = new RingBuffer(ringFd, options.ringBytes());
        this.wakeup = Bpf.newWakeup();
        this.simulations = new Simulations(programs.simulations(), programs::missedRuns);
        this.watches = new Watches(programs.watchContainer(), programs.map("marks"));
        this.canary = new Canary(calls, watches, options.falco());
        this.barriers = new Barriers(programs.barrier(), options.barrierTimeout());
        this.poller = new Poller(ring, ringFd, wakeup, simulations, barriers, new Event(options.falco()));
    }

    /**
     * Loads and attaches the programs and starts the poll thread.
     *
     * @throws SensorException if this machine can't run the sensor; the message says what is missing and how to fix it
     */
    public static Sensor open(SensorOptions options) {
        return open(options, RunningKernel.ofThisMachine());
    }

    /** As if the kernel were of this version. */
    static Sensor open(SensorOptions options, RunningKernel kernel) {
        SensorRequirements.check();
        CallTable calls = new CallTable(options.falco(), NativeLibraries.architecture());
        long begin = System.nanoTime();
        Programs programs = Programs.load(options, calls, kernel.stopsPrograms());
        long busy = Math.max(1, (System.nanoTime() - begin) / USUAL_LOAD.toNanos());
        try {
            Duration barrier = options.barrierTimeout().multipliedBy(busy);
            Sensor sensor = new Sensor(options.withBarrierTimeout(barrier), programs, calls);
            programs.attach();
            sensor.poller.start();
            return sensor;
        } catch (RuntimeException | Error e) {
            programs.close();
            throw e;
        }
    }

    /** The event types that a sensor can record on this machine's architecture. It can't judge rules on other types. */
    public static List<EventType> recordableTypes(FalcoVersion falco) {
        return new CallTable(falco, NativeLibraries.architecture()).recordedTypes();
    }

    /** Starts a simulation that records every event. See {@link #observe(EventConsumer, EventSelection)}. */
    public Observation observe(EventConsumer consumer) {
        return observe(consumer, EventSelection.all());
    }

    /**
     * Starts one simulation. Nothing is recorded until it watches something.
     *
     * @param consumer receives the events, on the poll thread
     * @param selection the events to record
     * @throws SensorException if too many simulations run at once, or the sensor is closed
     */
    public synchronized Observation observe(EventConsumer consumer, EventSelection selection) {
        if (closed) {
            throw new SensorException("The sensor is closed.");
        }
        programs.need(selection);
        return new Observation(
                consumer, selection, options.falco(), simulations, watches, barriers, new BlindSpots(helpers));
    }

    /**
     * Proves that the sensor sees the events of a simulation. A canary process makes known system calls, which must
     * come out as events with their arguments. No other consumer receives them. Takes about a millisecond.
     *
     * @param selection the events of the simulation
     * @throws SensorException if some events did not come out; the message names the programs that recorded nothing
     */
    public void prove(EventSelection selection) {
        canary.prove(selection, this::observe);
    }

    /** For tests that detach programs. */
    Programs programs() {
        return programs;
    }

    /** Detaches and unloads the programs, and ends all open observations. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        canary.close(); // waits for a proof that runs, and such a proof asks for an observation
        simulations.all().forEach(Observation::close);
        poller.close();
        ring.close();
        programs.close();
        Bpf.closeFd(wakeup);
    }
}
