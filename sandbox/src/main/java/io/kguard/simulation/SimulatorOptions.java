// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.cluster.AuditPolicy;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sensor.SensorOptions;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.Reaction;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
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
    /** Copies the list. */
    public SimulatorOptions {
        reactions = List.copyOf(reactions);
    }

    /** What a user sets by system properties: rule tests run in a JVM that has nothing else. */
    public static SimulatorOptions configured() {
        return of(property -> System.getProperty(property, ""));
    }

    /**
     * What a user sets.
     *
     * @param values the values of properties; empty for one that is not set
     * @throws IllegalArgumentException if a folder does not exist, or a number is none
     * @throws io.kguard.internal.sandbox.SandboxException if a value is not known
     */
    public static SimulatorOptions of(UnaryOperator<String> values) {
        String ring = values.apply("kguard.ringBytes");
        String runc = values.apply("kguard.runc");
        String runtime = values.apply("kguard.runtime");
        PodSetup setup = PodSetup.defaults()
                .withHostAccess(HostAccess.of(values.apply("kguard.privileged")))
                .withFolders(AllowedFolders.defaults().and(values.apply(AllowedFolders.ALLOW)));
        SandboxOptions sandbox = SandboxOptions.defaults()
                .withRuntime(runtime.isEmpty() ? ContainerRuntime.RUNC : ContainerRuntime.of(runtime))
                .withSetup(setup);
        return new SimulatorOptions(
                ring.isEmpty()
                        ? SensorOptions.defaults()
                        : SensorOptions.defaults().withRingBytes(bytes(ring)),
                runc.isEmpty() ? sandbox : sandbox.withRunc(Path.of(runc)),
                List.of(),
                TalonRoute.DIRECT,
                AuditPolicy.EVERYTHING);
    }

    private static int bytes(String ring) {
        try {
            return Integer.parseInt(ring);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    Wording.given("ringBytes") + "=" + ring + " is not a number of bytes", e);
        }
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
