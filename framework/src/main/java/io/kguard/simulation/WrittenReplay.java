// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.capture.EventBuilder;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** Evaluates rules on events that a test wrote. It needs no kernel, no container and no privileges. */
@API(status = API.Status.INTERNAL)
public final class WrittenReplay {
    private WrittenReplay() {}

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
        Session session = Session.of(rules, alert -> {});
        long[] count = {0};
        events.play(session, event -> {
            session.judge(event);
            count[0]++;
        });
        return new Detections(
                scenario,
                EventOrigin.WRITTEN,
                session.alerts(),
                session.outcomes(),
                List.of(),
                count[0],
                0,
                session.doubts(),
                List.of(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
