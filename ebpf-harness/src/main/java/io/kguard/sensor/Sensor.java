// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.Event;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The eBPF sensor: one for the whole JVM, shared by all simulations. A single thread reads one ring buffer and hands
 * each event to the simulation that it belongs to.
 *
 * <p>Safe for use by several threads.
 */
@API(status = API.Status.INTERNAL)
public final class Sensor implements AutoCloseable {
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
        this.simulations = new Simulations(programs.simulations());
        this.watches = new Watches(programs.map("containers"), programs.map("marks"));
        this.canary = new Canary(calls, watches, options.falco());
        this.barriers = new Barriers(programs.barrier(), options.barrierTimeout());
        this.poller = new Poller(ring, ringFd, wakeup, simulations, barriers, new Event(options.falco()));
    }

    /**
     * Loads and attaches the programs and starts the poll thread.
     *
     * @throws SensorException if this machine can't run the sensor, with what is missing and the fix
     */
    public static Sensor open(SensorOptions options) {
        SensorRequirements.check();
        CallTable calls = new CallTable(options.falco(), NativeLibraries.architecture());
        Programs programs = Programs.load(options, calls);
        try {
            Sensor sensor = new Sensor(options, programs, calls);
            programs.attach();
            sensor.poller.start();
            return sensor;
        } catch (RuntimeException | Error e) {
            programs.close();
            throw e;
        }
    }

    /**
     * The event types that a sensor can record on this machine's architecture. A rule on any other type can't be judged
     * by it.
     */
    public static List<EventType> recordableTypes(FalcoVersion falco) {
        return new CallTable(falco, NativeLibraries.architecture()).recordedTypes();
    }

    /** Starts a simulation for which every event is recorded that can be. See {@link #observe(EventConsumer, EventSelection)}. */
    public Observation observe(EventConsumer consumer) {
        return observe(consumer, EventSelection.all());
    }

    /**
     * Starts one simulation. Nothing is recorded for it until something is watched.
     *
     * @param consumer takes the events, on the poll thread
     * @param selection the events that are recorded
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
     * Shows that the sensor sees what a simulation needs: a helper makes known system calls, which must come out as events
     * with their arguments. They reach no consumer but the sensor's own. Takes about a millisecond.
     *
     * @param selection the events of the simulation
     * @throws SensorException if some did not come out, with the programs that are silent
     */
    public void prove(EventSelection selection) {
        canary.prove(selection, this::observe);
    }

    /** For tests, which take programs away. */
    Programs programs() {
        return programs;
    }

    /** Detaches and unloads the programs, and ends observations that are still open. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        canary.close();
        simulations.all().forEach(Observation::close);
        poller.close();
        ring.close();
        programs.close();
        Bpf.closeFd(wakeup);
    }
}
