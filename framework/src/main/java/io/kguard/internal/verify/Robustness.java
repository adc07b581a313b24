// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.internal.evasion.EvasionRun;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.MetadataArrival;
import io.kguard.simulation.MetadataRace;
import io.kguard.simulation.SideBySide;
import io.kguard.simulation.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rules do when things are not as in the scenarios. It changes no verdict. Each rule is judged apart from the
 * others: all that match an event are evaluated.
 *
 * @param evasion the variants of attacks; null if none were asked for
 * @param metadata the scenarios without metadata in time; null if that was not asked for
 */
record Robustness(@Nullable EvasionReport evasion, @Nullable MetadataReport metadata) {
    /** Nothing was asked for. */
    static final Robustness NOT_ASKED = new Robustness(null, null);

    private static final String EVASION_FILE = "evasion.json";
    private static final String METADATA_FILE = "metadata.json";

    /** The files that {@link #write} writes. */
    static final List<String> FILES = List.of(EVASION_FILE, METADATA_FILE);

    /** Whether options ask for any of it. */
    static boolean isAsked(VerifyOptions options) {
        return options.evasion() || options.metadata() != null;
    }

    /**
     * Plays what the options ask for.
     *
     * @param result the result of the suite: an attack that a rule misses as it is has no variants for that rule
     * @throws io.kguard.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.sandbox.SandboxException if this machine can't run containers
     */
    static Robustness play(VerifyOptions options, SuitePlan plan, SuiteResult result) throws InterruptedException {
        RuleSet rules = plan.rules().withMatching(Matching.ALL);
        try (Simulator simulator = Simulator.open(options.simulator().withFalco(options.falco()))) {
            EvasionReport evasion = null;
            if (options.evasion()) {
                EvasionRun run = new EvasionRun(simulator, rules, options.parallel());
                evasion = new EvasionReport(run.run(plan.detected(result.checks())));
            }
            MetadataArrival arrival = options.metadata();
            MetadataReport metadata = arrival == null
                    ? null
                    : new MetadataReport(arrival, races(options.parallel(), simulator, plan, rules, arrival));
            return new Robustness(evasion, metadata);
        }
    }

    private static List<MetadataRace> races(
            int parallel, Simulator simulator, SuitePlan plan, RuleSet rules, MetadataArrival arrival)
            throws InterruptedException {
        List<Scenario> played = plan.checks().keySet().stream()
                .filter(scenario -> scenario.recording() == null && !scenario.pods().isEmpty())
                .toList();
        return SideBySide.play(
                parallel, played, scenario -> simulator.race(scenario, rules, arrival), MetadataRace::inDoubt);
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (evasion != null) {
            lines.addAll(evasion.lines());
            lines.add("");
        }
        if (metadata != null) {
            lines.addAll(metadata.lines());
            lines.add("");
        }
        return lines;
    }

    /** The sections of the HTML page. */
    String html() {
        return (evasion == null ? "" : evasion.html()) + (metadata == null ? "" : metadata.html());
    }

    /** Writes the JSON files. */
    void write(Path folder) throws IOException {
        if (evasion != null) {
            Files.writeString(folder.resolve(EVASION_FILE), evasion.json(), UTF_8);
        }
        if (metadata != null) {
            Files.writeString(folder.resolve(METADATA_FILE), metadata.json(), UTF_8);
        }
    }
}
