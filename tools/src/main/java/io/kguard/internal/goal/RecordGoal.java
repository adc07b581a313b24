// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.option.Settings;
import io.kguard.simulation.Recorder;
import java.io.IOException;
import java.nio.file.Path;

/** The goal {@code record}. */
final class RecordGoal {
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
