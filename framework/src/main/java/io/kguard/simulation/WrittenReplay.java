// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.capture.EventBuilder;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** Plays events written in a test for a rule test. It needs no kernel, no container and no privileges. */
@API(status = API.Status.INTERNAL)
public final class WrittenReplay {
    private WrittenReplay() {}

    /**
     * Plays events.
     *
     * @param scenario the name of what was written, for messages and reports
     * @param events what was written
     * @param rules who watches; for the Falco that the events are of
     * @throws IllegalArgumentException if the rules are for another Falco
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
