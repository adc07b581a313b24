// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.Detections;
import io.kguard.verdict.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays the scenarios once more, keeps the events of each, and lets a Falco judge them. */
record BesideRun(Beside beside, VerifyOptions options, Simulator simulator, BesideJudge judge) {
    /** What Falco says of the scenarios of a plan. */
    BesideReport of(SuitePlan plan) throws InterruptedException {
        List<Scenario> compared = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Scenario scenario : plan.checks().keySet()) {
            Recording recording = scenario.recording();
            if (recording == null || recording.kind() == Recording.Kind.CAPTURE) {
                compared.add(scenario);
            } else {
                left.add(scenario.id());
            }
        }
        return new BesideReport(
                beside,
                "scenario",
                SideBySide.play(
                        options.parallel(),
                        compared,
                        this::agreement,
                        (scenario, reason) -> Agreement.inDoubt(scenario.id(), reason)),
                left);
    }

    private Agreement agreement(Scenario scenario) {
        try {
            Recording recording = scenario.recording();
            return recording == null ? played(scenario) : judge.of(scenario.id(), recording.file());
        } catch (IOException e) {
            return Agreement.inDoubt(scenario.id(), String.valueOf(e.getMessage()));
        }
    }

    private Agreement played(Scenario scenario) throws IOException {
        Path capture = Files.createTempFile("kguard-beside", ".scap");
        try {
            Detections detections = simulator.record(scenario, judge.rules(), capture);
            return detections.isTrusted()
                    ? judge.of(scenario.id(), capture)
                    : Agreement.inDoubt(scenario.id(), String.join("; ", detections.doubts()));
        } finally {
            Files.delete(capture);
        }
    }
}
