// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.sensor.TemporaryFolder;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plays a small scenario: a pod starts, reads a file, and one of two rules fires. Then what doctor says is shown, not concluded. */
public final class PlayedScenario {
    private static final String NAME = "a scenario";
    private static final String CONSEQUENCE = "live rule tests can't be trusted on this machine";
    private static final String FIX = "see the reason above; docs/kernels.md lists the kernels that are tried";
    private static final String FOLDER = "kguard-doctor-";

    private PlayedScenario() {}

    /** Adds the check that a scenario passes. It is played only where nothing is missing that it needs. */
    public static KernelSupport with(KernelSupport support, SimulatorOptions options) {
        return support.with(new Requirement(NAME, false, answer(support, options)));
    }

    static Answer answer(KernelSupport support, SimulatorOptions options) {
        if (!isReady(support)) {
            return new CouldNotTell(
                    "none was played, because of the answers above",
                    "what is said above is not shown by a scenario",
                    "run this again as root (sudo), when nothing is missing");
        }
        long start = System.nanoTime();
        try {
            return play(options, start);
        } catch (KguardException e) {
            return new Unsupported(String.valueOf(e.getMessage()), CONSEQUENCE, FIX);
        } catch (IOException e) {
            return new Unsupported("its files can't be written: " + FileFault.of(e), CONSEQUENCE, FIX);
        }
    }

    /** Nothing that a scenario needs is missing, and the sensor was seen to record. */
    private static boolean isReady(KernelSupport support) {
        return !support.lacksSomething()
                && support.requirements().stream()
                        .filter(requirement -> requirement.name().equals(LoadedSensor.NAME))
                        .anyMatch(requirement -> requirement.answer() instanceof Supported);
    }

    private static Answer play(SimulatorOptions options, long start) throws IOException {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text("rules.yaml")),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
        try (TemporaryFolder folder = TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir")), FOLDER);
                Simulator simulator = Simulator.open(options)) {
            Path file = Files.writeString(folder.path().resolve("scenario.yaml"), text("scenario.yaml"));
            Scenario scenario = ScenarioCatalogue.ofFiles(List.of(file)).get("doctor");
            Detections detections = simulator.run(scenario, rules);
            for (Expectation expectation : scenario.expectations()) {
                Verdict verdict = Judge.judge(detections, expectation);
                if (!(verdict instanceof Verdict.Passed)) {
                    return new Unsupported(
                            verdict.word() + ", in which " + expectation.rule() + ": " + verdict.reason(),
                            CONSEQUENCE,
                            FIX);
                }
            }
            return new Supported("passes, with " + detections.eventsSeen() + " events" + LoadedSensor.seconds(start));
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream file = PlayedScenario.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
