// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import io.kguard.verdict.UntrustedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Plays scenarios and keeps the events of the sensor as captures.
 *
 * @param catalogue the class loader whose jars hold scenarios
 * @param scenarios further scenario files and directories
 * @param loader has the version of Falco to imitate, and the sources of events that are known; under 0.40 enter events are
 *     recorded too
 * @param simulator options of simulations
 */
@API(status = API.Status.INTERNAL)
public record Recorder(ClassLoader catalogue, List<Path> scenarios, RuleLoader loader, SimulatorOptions simulator) {
    public Recorder {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Plays a scenario and writes its capture and, if it has a cluster, the audit log of the API server next to it.
     *
     * @param id the scenario's id
     * @param capture the file, replaced if it exists; none is left if this throws. The audit log has the same name with
     *     the ending {@code .audit.log}
     * @return what was recorded, in a sentence
     * @throws io.kguard.scenario.ScenarioException if there is no such scenario
     * @throws UntrustedException if the capture would not be complete
     * @throws IOException if the file can't be written
     */
    public String record(String id, Path capture) throws IOException {
        Scenario scenario = ScenarioCatalogue.load(
                        catalogue, scenarios, simulator.sandbox().setup().folders(), loader.sources())
                .get(id);
        if (scenario.recording() != null) {
            throw new IOException("the scenario " + id + " is recorded already, in "
                    + scenario.recording().file());
        }
        FalcoVersion falco = loader.version();
        RuleSet noRules = RuleSet.compile(loader.loadText("no rules", "[]"), EngineOptions.of(falco));
        Path log = auditLog(capture);
        boolean complete = false;
        try (CaptureTap tap = new CaptureTap()) {
            Detections detections;
            try (Simulator opened = Simulator.open(simulator.withFalco(falco))) {
                detections = opened.record(scenario, noRules, tap);
            }
            UntrustedException.throwIfDoubted(detections);
            tap.writeTo(capture);
            String text = detections.eventsSeen() + " events of " + id + " are in " + capture;
            if (scenario.cluster() != null) {
                tap.writeAuditTo(log);
                text += "\n" + tap.auditEvents() + " of them are audit events, which are also in " + log;
            }
            complete = true;
            return text;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!complete) {
                Files.deleteIfExists(capture);
                if (scenario.cluster() != null) {
                    Files.deleteIfExists(log);
                }
            }
        }
    }

    private static Path auditLog(Path capture) {
        String name = String.valueOf(capture.getFileName());
        return capture.resolveSibling(name.replaceFirst("\\.scap(\\.gz)?$", "") + ".audit.log");
    }
}
