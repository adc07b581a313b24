package io.kguard.simulation;

import io.kguard.capture.EventBuilder;
import io.kguard.engine.RuleSet;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.time.Duration;
import java.util.List;

/** Plays events written in a test for a rule test. It needs no kernel, no container and no privileges. */
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
        EventPipeline pipeline = new EventPipeline(rules, EventTap.NONE);
        long[] count = {0};
        events.play(new InitialState(pipeline), event -> {
            pipeline.accept(event, false);
            count[0]++;
        });
        pipeline.end();
        return new Detections(
                scenario,
                EventOrigin.WRITTEN,
                pipeline.alerts(),
                pipeline.outcomes(),
                List.of(),
                count[0],
                0,
                pipeline.doubts(),
                List.of(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** Hands the state on to a machine that has none yet. */
    private record InitialState(EventPipeline pipeline) implements StateSink {
        @Override
        public void reset() {}

        @Override
        public void entry(StateEntry entry) {
            pipeline.entry(entry);
        }
    }
}
