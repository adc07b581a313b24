// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.engine.CaptureCutter;
import io.kguard.internal.option.Settings;
import io.kguard.simulation.Recorder;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code record}. */
final class RecordGoal {
    private RecordGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        Recorder recorder =
                new Recorder(place.catalogue(), inputs.scenarios(), inputs.loader(), SimulatorOptions.configured());
        String scenario = settings.text("scenario");
        Path capture = settings.fileToWrite("capture").orElseThrow();
        CaptureCutter cutter = settings.isGiven("pieceEvents")
                ? new CaptureCutter(inputs.falco(), settings.number("pieceEvents"))
                : null;
        return () -> {
            place.say(recorder.record(scenario, capture));
            if (cutter != null) {
                Path folder = capture.toAbsolutePath().getParent();
                List<Path> pieces = cutter.cut(capture, folder == null ? Path.of("") : folder);
                Files.delete(capture);
                place.say("The capture is cut into " + pieces.size() + (pieces.size() == 1 ? " piece: " : " pieces: ")
                        + pieces.get(0) + (pieces.size() == 1 ? "" : " to " + pieces.get(pieces.size() - 1)));
            }
            return Ending.PASSED;
        };
    }
}
