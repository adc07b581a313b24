// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.RuleSet;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import org.apiguardian.api.API;

/** Judges scenarios whose events were recorded elsewhere: it takes no sensor, no container and no root. */
@API(status = API.Status.INTERNAL)
public final class RecordedScenario {
    private RecordedScenario() {}

    /**
     * Reads the recording of a scenario. One that can't be read to its end is a doubt of the result.
     *
     * @param scenario one with a recording
     * @param rules who watches
     * @throws IllegalArgumentException if the scenario is one to be played
     */
    public static Detections run(Scenario scenario, RuleSet rules) {
        Recording recording = scenario.recording();
        if (recording == null) {
            throw new IllegalArgumentException("the scenario " + scenario + " has no recording");
        }
        return switch (recording.kind()) {
            case AUDIT -> AuditReplay.run(recording.file(), scenario.id(), rules);
            case CAPTURE -> CaptureReplay.run(recording.file(), scenario.id(), rules);
        };
    }
}
