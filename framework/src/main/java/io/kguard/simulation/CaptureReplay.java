// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** Replays a capture for a rule test. */
@API(status = API.Status.INTERNAL)
public final class CaptureReplay {
    private CaptureReplay() {}

    /**
     * Replays a capture. One that can't be read to its end, or lacks events by what it says itself, is a doubt of the result.
     *
     * @param capture the capture's file, which also names the scenario
     * @param rules who watches
     */
    public static Detections run(Path capture, RuleSet rules) {
        return run(capture, capture.toString(), rules);
    }

    /** Replays a capture for a scenario that has a name of its own. */
    static Detections run(Path capture, String scenario, RuleSet rules) {
        long start = System.nanoTime();
        List<Alert> alerts = List.of();
        List<RuleOutcome> outcomes = List.of();
        List<String> doubts = new ArrayList<>();
        long events = 0;
        try {
            Replay.Result result = Replay.of(rules).run(capture, alert -> {});
            events = result.events();
            alerts = result.session().alerts();
            outcomes = result.session().outcomes();
            doubts.addAll(result.doubts());
        } catch (IOException e) {
            doubts.add("the capture can't be read: " + e.getMessage());
        }
        return new Detections(
                scenario,
                EventOrigin.CAPTURE,
                alerts,
                outcomes,
                List.of(),
                events,
                0,
                doubts,
                List.of(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
