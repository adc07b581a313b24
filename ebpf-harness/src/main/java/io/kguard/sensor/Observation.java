package io.kguard.sensor;

/**
 * One simulation, as the sensor sees it: the events of the processes it marked, of their children, and of nobody else.
 *
 * <p>Safe for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until the insides are there
public final class Observation implements AutoCloseable {
    Observation() {}

    /**
     * Marks whatever enters the cgroup of a container, from then on. Events after the entry are to be judged, also those
     * of processes that were marked for state only until then.
     *
     * @param containerId 64 hexadecimal digits, the name of the container's cgroup or the part of it that is the id
     * @throws IllegalArgumentException if it is no such id
     * @throws SensorException if the container is already watched by another simulation
     */
    public void watchContainer(String containerId) {
        throw new SensorException("the sensor is not built yet");
    }

    /**
     * Marks a running process and its descendants. What /proc says about them, and about their ancestors, goes to
     * {@link EventConsumer#begin} before any of their events goes to {@link EventConsumer#accept}.
     *
     * @param pid the process, by its number in the initial pid namespace
     * @param stateOnly whether its events only update state, until it enters a watched container
     * @throws SensorException if there is no such process
     */
    public void watchProcess(long pid, boolean stateOnly) {
        throw new SensorException("the sensor is not built yet");
    }

    /**
     * Returns when every event that was recorded before the call has been consumed.
     *
     * @throws SensorException if that took longer than the sensor's limit, or the consumer threw an exception
     */
    public void barrier() {
        throw new SensorException("the sensor is not built yet");
    }

    /** What its events went through so far; exact after a {@link #barrier}. */
    public SensorStats stats() {
        throw new SensorException("the sensor is not built yet");
    }

    /** Ends the simulation: its processes are recorded no more. Idempotent. */
    @Override
    public void close() {}
}
