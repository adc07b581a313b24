// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.cluster.AuditPolicy;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sensor.SensorOptions;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.Reaction;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Options of simulations.
 *
 * @param sensor how events are recorded
 * @param sandbox how pods are run
 * @param reactions what alerts trigger in the cluster of any scenario that has one, after the scenario's own reactions
 * @param route how alerts get to what reacts
 * @param auditPolicy what the API server of a scenario's cluster logs
 */
@API(status = API.Status.INTERNAL)
public record SimulatorOptions(
        SensorOptions sensor,
        SandboxOptions sandbox,
        List<Reaction> reactions,
        TalonRoute route,
        AuditPolicy auditPolicy) {
    /** The system property that sets the size of the ring buffer, in bytes. */
    public static final String RING_BYTES = "kguard.ringBytes";

    /** Copies the list. */
    public SimulatorOptions {
        reactions = List.copyOf(reactions);
    }

    /** The defaults, with the system properties {@code kguard.runtime} and {@value #RING_BYTES} applied. */
    public static SimulatorOptions configured() {
        SensorOptions sensor = SensorOptions.defaults();
        String ring = System.getProperty(RING_BYTES, "");
        if (!ring.isEmpty()) {
            try {
                sensor = sensor.withRingBytes(Integer.parseInt(ring));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        Wording.given("ringBytes") + "=" + ring + " is not a number of bytes", e);
            }
        }
        return new SimulatorOptions(
                sensor, SandboxOptions.defaults(), List.of(), TalonRoute.DIRECT, AuditPolicy.EVERYTHING);
    }

    /** These options with another version of Falco to imitate. It must be that of the rules. */
    public SimulatorOptions withFalco(FalcoVersion version) {
        return withSensor(sensor.withFalco(version));
    }

    /** These options with more folders from which images, captures and audit logs may be used. */
    public SimulatorOptions allowing(List<Path> folders) {
        PodSetup setup = sandbox.setup();
        return withSandbox(sandbox.withSetup(setup.withFolders(setup.folders().and(folders))));
    }

    /** These options with another sensor. */
    public SimulatorOptions withSensor(SensorOptions value) {
        return new SimulatorOptions(value, sandbox, reactions, route, auditPolicy);
    }

    /** These options with another sandbox. */
    public SimulatorOptions withSandbox(SandboxOptions value) {
        return new SimulatorOptions(sensor, value, reactions, route, auditPolicy);
    }

    /** These options with other reactions to alerts. */
    public SimulatorOptions withReactions(List<Reaction> value) {
        return new SimulatorOptions(sensor, sandbox, value, route, auditPolicy);
    }

    /** These options with another way of alerts to what reacts. */
    public SimulatorOptions withRoute(TalonRoute value) {
        return new SimulatorOptions(sensor, sandbox, reactions, value, auditPolicy);
    }

    /** These options with another policy of what the API server of a scenario's cluster logs. */
    public SimulatorOptions withAuditPolicy(AuditPolicy value) {
        return new SimulatorOptions(sensor, sandbox, reactions, route, value);
    }
}
