package io.kguard.simulation;

import io.kguard.engine.RuleSet;
import io.kguard.sandbox.Sandbox;
import io.kguard.scenario.Scenario;
import io.kguard.sensor.Sensor;

/**
 * Runs simulations: a sensor and a sandbox, opened once and shared by all of them. Simulations run side by side and never
 * see each other's events.
 *
 * <p>Safe for use by several threads.
 */
public final class Simulator implements AutoCloseable {
    private final Sensor sensor;
    private final Sandbox sandbox;

    private Simulator(Sensor sensor, Sandbox sandbox) {
        this.sensor = sensor;
        this.sandbox = sandbox;
    }

    /**
     * Opens the sensor and the sandbox, and removes what killed JVMs left behind.
     *
     * @throws io.kguard.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.sandbox.SandboxException if this machine can't run containers
     */
    public static Simulator open(SimulatorOptions options) {
        Sandbox sandbox = Sandbox.open(options.sandbox());
        try {
            return new Simulator(Sensor.open(options.sensor()), sandbox);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /**
     * Runs a scenario once. Whatever goes wrong is a doubt of the result; nothing is left of the run.
     *
     * @param scenario what happens
     * @param rules who watches
     */
    public Detections run(Scenario scenario, RuleSet rules) {
        return run(scenario, rules, EventTap.NONE);
    }

    Detections run(Scenario scenario, RuleSet rules, EventTap tap) {
        return new Simulation(sensor, sandbox, scenario, new EventPipeline(rules, tap)).run();
    }

    /** Ends all simulations and removes their pods. Idempotent. */
    @Override
    public void close() {
        try {
            sandbox.close();
        } finally {
            sensor.close();
        }
    }
}
