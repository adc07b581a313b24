package io.kguard.sensor;

import io.kguard.event.EventType;
import java.util.List;

/**
 * The eBPF sensor: one for the whole JVM, shared by all simulations. A single thread reads one ring buffer and hands
 * each event to the simulation that it belongs to.
 *
 * <p>Safe for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until the insides are there
public final class Sensor implements AutoCloseable {
    private Sensor() {}

    /**
     * Loads and attaches the programs and starts the poll thread.
     *
     * @throws SensorException if this machine can't run the sensor, with what is missing and the fix
     */
    public static Sensor open(SensorOptions options) {
        throw new SensorException("the sensor is not built yet");
    }

    /** The event types that this sensor records. A rule on any other type can't be judged by it. */
    public List<EventType> recordedTypes() {
        throw new SensorException("the sensor is not built yet");
    }

    /**
     * Starts one simulation. Nothing is recorded for it until something is watched.
     *
     * @param consumer takes the events, on the poll thread
     * @throws SensorException if too many simulations run at once, or the sensor is closed
     */
    public Observation observe(EventConsumer consumer) {
        throw new SensorException("the sensor is not built yet");
    }

    /** Detaches and unloads the programs, and ends observations that are still open. Idempotent. */
    @Override
    public void close() {}
}
