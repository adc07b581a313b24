// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.capture.InlineScript;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** Evaluates rules on events that a test wrote. It needs no kernel, no container and no privileges. */
@API(status = API.Status.INTERNAL)
public final class WrittenReplay {
    private WrittenReplay() {}

    /** Plays an event script. One that can't be read is a doubt of the result. */
    static Detections run(Path script, String scenario, RuleSet rules) {
        try {
            return run(scenario, EventScript.read(script, rules.options().version()), rules);
        } catch (EventScriptException e) {
            return unread(scenario, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return unread(scenario, "the event script can't be read: " + e.getMessage());
        }
    }

    /** Plays an event script that stands in a scenario. */
    static Detections run(InlineScript script, String scenario, RuleSet rules) {
        try {
            return run(scenario, script.events(rules.options().version()), rules);
        } catch (EventScriptException e) {
            return unread(scenario, String.valueOf(e.getMessage()));
        }
    }

    private static Detections unread(String scenario, String doubt) {
        return new DetectionsBuilder(scenario, EventOrigin.WRITTEN)
                .doubts(List.of(doubt))
                .build();
    }

    /**
     * Evaluates rules on events.
     *
     * @param scenario the name of the events in messages and reports
     * @param events the events
     * @param rules the rules to evaluate, for the version of Falco that the events are for
     * @throws IllegalArgumentException if the rules are for another version of Falco
     */
    public static Detections run(String scenario, EventBuilder events, RuleSet rules) {
        if (events.version() != rules.options().version()) {
            throw new IllegalArgumentException("the rules are for Falco "
                    + rules.options().version() + ", and the events are written for Falco " + events.version());
        }
        long start = System.nanoTime();
        ProcessHistory history = new ProcessHistory();
        Session session = Session.of(rules, alert -> history.alerted(alert.eventNumber()));
        long[] count = {0};
        events.play(session, event -> {
            history.take(event);
            session.judge(event);
            count[0]++;
        });
        return new DetectionsBuilder(scenario, EventOrigin.WRITTEN)
                .rules(session.alerts(), session.outcomes())
                .events(count[0], 0)
                .doubts(session.doubts())
                .processes(history, List.of())
                .took(Duration.ofNanos(System.nanoTime() - start))
                .build();
    }
}
