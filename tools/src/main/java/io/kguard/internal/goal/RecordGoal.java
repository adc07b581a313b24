// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.simulation.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code record}. */
final class RecordGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "record",
            "Plays a scenario and keeps its capture. If the scenario has a cluster, keeps its audit log next to it.",
            Goal.Group.INCIDENTS,
            true,
            "scenario",
            List.of(
                    text("scenario", "The scenario's id.").callerOnly().must(),
                    file("capture", "The file for the capture. An old one is replaced.")
                            .callerOnly()
                            .must(),
                    Parameters.SCENARIOS,
                    Parameters.SOURCES,
                    text(
                                    "falco",
                                    "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current; 0.40 and 0.41"
                                            + " record enter events too.")
                            .shared()
                            .orElse("current")),
            RecordGoal::prepare);

    private RecordGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        Recorder recorder = new Recorder(place.catalogue(), inputs.scenarios(), inputs.loader(), inputs.simulator());
        String scenario = settings.text("scenario");
        Path capture = settings.fileToWrite("capture").orElseThrow();
        return () -> {
            place.say(recorder.record(scenario, capture));
            return Ending.PASSED;
        };
    }
}
