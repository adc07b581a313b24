// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.internal.source.SourceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Events to evaluate rules on: a capture, an audit log, or an event script, by the ending of the file. */
record PlayedRecording(Path file) {
    /** How many alerts of one recording are compared. */
    static final int MAX_ALERTS = AlertComparison.MAX_ALERTS;

    /**
     * What rules say of the events.
     *
     * @param alerts the alerts, in order
     * @param doubts why some may be missing
     */
    record Result(List<PlayedAlert> alerts, List<String> doubts) {}

    /**
     * Evaluates rules on the events.
     *
     * @throws IOException if the recording can't be read to its end, or triggers too many alerts
     */
    Result play(RuleSet rules) throws IOException {
        List<PlayedAlert> alerts = new ArrayList<>();
        int[] count = {0};
        Consumer<Alert> listener = alert -> {
            if (++count[0] <= MAX_ALERTS) {
                alerts.add(PlayedAlert.of(alert));
            }
        };
        List<String> doubts = isWritten()
                ? script(rules, listener)
                : SourceLog.isNamed(file)
                        ? log(rules, listener)
                        : Replay.of(rules).run(file, listener).orThrow().doubts();
        if (count[0] > MAX_ALERTS) {
            throw new IOException(AlertComparison.tooMany(file.toString(), count[0]));
        }
        return new Result(alerts, doubts);
    }

    /** Whether the events are written by hand, in an event script. */
    boolean isWritten() {
        return name().endsWith(".yaml") || name().endsWith(".yml");
    }

    private String name() {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    private List<String> script(RuleSet rules, Consumer<Alert> listener) throws IOException {
        EventBuilder events = EventScript.read(file, rules.options().version());
        Session session = Session.of(rules, listener);
        events.play(session, session::judge);
        return session.doubts();
    }

    private List<String> log(RuleSet rules, Consumer<Alert> listener) throws IOException {
        Session session = Session.of(rules, listener);
        SourceLog.read(file, rules.sources(), null, session::judge);
        return session.doubts();
    }
}
