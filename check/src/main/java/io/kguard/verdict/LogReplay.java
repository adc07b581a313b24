// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Reads a log for a rule test and evaluates the rules of its sources, such as {@code k8s_audit}. */
@API(status = API.Status.INTERNAL)
public final class LogReplay {
    private LogReplay() {}

    /**
     * Reads a log. If it can't be read to its end, the result has a doubt.
     *
     * @param log the log file, which also gives the scenario's name
     * @param source the source of its events; null if each says by what it has
     * @param rules the rules to evaluate
     */
    public static Detections run(Path log, @Nullable EventSource source, RuleSet rules) {
        return run(log, source, log.toString(), rules);
    }

    /** Reads a log for a scenario with another name. */
    static Detections run(Path log, @Nullable EventSource source, String scenario, RuleSet rules) {
        EventOrigin origin = origin(source);
        String what = origin == EventOrigin.AUDIT ? "the audit log" : "the log";
        return run(scenario, origin, what, rules, session -> {
            try {
                SourceLog.read(log, rules.sources(), source, session::judge);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no file " + log.toAbsolutePath(), e);
            }
        });
    }

    /** Reads events that stand in a scenario, each in JSON. */
    static Detections ofEvents(List<String> events, @Nullable EventSource source, String scenario, RuleSet rules) {
        return run(scenario, origin(source), "the events", rules, session -> {
            for (String event : events) {
                SourceLog.parse(event, rules.sources(), source).forEach(session::judge);
            }
        });
    }

    private static EventOrigin origin(@Nullable EventSource source) {
        return EventSource.K8S_AUDIT.equals(source) ? EventOrigin.AUDIT : EventOrigin.LOG;
    }

    private interface Reading {
        void into(Session session) throws IOException;
    }

    private static Detections run(String scenario, EventOrigin origin, String what, RuleSet rules, Reading reading) {
        long start = System.nanoTime();
        Session session = Session.of(rules, alert -> {});
        List<String> doubts = new ArrayList<>();
        try {
            reading.into(session);
        } catch (IOException | PluginException e) {
            doubts.add(what + " can't be read: " + e.getMessage());
        }
        doubts.addAll(session.doubts());
        return new DetectionsBuilder(scenario, origin)
                .rules(session.alerts(), session.outcomes())
                .events(session.eventCount(), 0)
                .doubts(doubts)
                .took(Duration.ofNanos(System.nanoTime() - start))
                .build();
    }
}
