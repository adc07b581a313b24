// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

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
     * Replays a capture. If it can't be read to its end, or says itself that events were dropped, the result
     * has a doubt.
     *
     * @param capture the capture file, which also gives the scenario's name
     * @param rules the rules to evaluate
     */
    public static Detections run(Path capture, RuleSet rules) {
        return run(capture, capture.toString(), rules);
    }

    /** Replays a capture for a scenario with another name. */
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
        return new DetectionsBuilder(scenario, EventOrigin.CAPTURE)
                .rules(alerts, outcomes)
                .events(events, 0)
                .doubts(doubts)
                .took(Duration.ofNanos(System.nanoTime() - start))
                .build();
    }
}
