// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.capture.InlineScript;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Judges scenarios with a recording of their events. It needs no sensor, no container and no root. */
@API(status = API.Status.INTERNAL)
public final class RecordedScenario {
    private RecordedScenario() {}

    /** Where the events of a scenario come from: it is played, or has a recording. */
    public static EventOrigin originOf(Scenario scenario) {
        Recording recording = scenario.recording();
        if (recording == null) {
            return EventOrigin.LIVE;
        }
        return switch (recording.kind()) {
            case AUDIT -> EventOrigin.AUDIT;
            case LOG -> EventOrigin.LOG;
            case CAPTURE -> EventOrigin.CAPTURE;
            case EVENTS -> EventOrigin.WRITTEN;
        };
    }

    /**
     * Reads the recording of a scenario. If it can't be read to its end, the result has a doubt.
     *
     * @param scenario a scenario with a recording
     * @param rules the rules to evaluate
     * @throws IllegalArgumentException if the scenario has no recording
     */
    public static Detections run(Scenario scenario, RuleSet rules) {
        Recording recording = scenario.recording();
        if (recording == null) {
            throw new IllegalArgumentException("the scenario " + scenario + " has no recording");
        }
        RuleSet reporting;
        try {
            reporting = ExpectedFields.added(rules, scenario);
        } catch (IllegalArgumentException e) {
            return new DetectionsBuilder(scenario.id(), originOf(scenario))
                    .doubts(List.of(scenario.origin() + ": " + e.getMessage()))
                    .build();
        }
        return run(recording, scenario.id(), reporting);
    }

    /** Reads a recording. If it can't be read to its end, the result has a doubt. */
    public static Detections run(Recording recording, String id, RuleSet rules) {
        InlineScript script = recording.script();
        return switch (recording.kind()) {
            case AUDIT -> log(recording, EventSource.K8S_AUDIT, id, rules);
            case LOG -> log(recording, null, id, rules);
            case CAPTURE -> CaptureReplay.run(recording.file(), id, rules);
            case EVENTS ->
                script == null ? WrittenReplay.run(recording.file(), id, rules) : WrittenReplay.run(script, id, rules);
        };
    }

    private static Detections log(Recording recording, @Nullable EventSource source, String id, RuleSet rules) {
        return recording.isInline()
                ? LogReplay.ofEvents(recording.events(), source, id, rules)
                : LogReplay.run(recording.file(), source, id, rules);
    }

    /** Reads the recording of a scenario for two sets of rules. */
    public static TwoVerdicts compare(Scenario scenario, RuleSet before, RuleSet after) {
        Detections old = run(scenario, before);
        return TwoVerdicts.of(scenario, old.alerts(), old.doubts(), run(scenario, after));
    }
}
