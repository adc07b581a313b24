// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Alert;
import io.kguard.engine.AlertListener;
import io.kguard.engine.Playback;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.internal.batch.CaptureOutcome;
import io.kguard.internal.difference.AlertComparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A capture that is being judged by one or two sets of rules. It is read once, and never held in memory. */
final class OpenCapture implements AutoCloseable {
    private final String name;
    private final AlertRows rows;
    private final Consumer<Judged> found;
    private final Map<String, Long> byRule = new TreeMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Alert> alertsBefore = new ArrayList<>();
    private final Session session;
    private final @Nullable Session before;
    private final Playback playback;
    private long alertCount;
    private long countBefore;

    /**
     * Opens a capture.
     *
     * @param in its bytes; closed with this object
     * @param rules the rules
     * @param against the rules before the change; null if there is only one set
     * @param rows makes rows of alerts
     * @param found receives the alerts
     * @throws IOException if it can't be read, or is no capture
     */
    OpenCapture(
            String name,
            InputStream in,
            RuleSet rules,
            @Nullable RuleSet against,
            AlertRows rows,
            Consumer<Judged> found)
            throws IOException {
        this.name = name;
        this.rows = rows;
        this.found = found;
        this.session = Session.of(rules, against == null ? this::take : takeAndKeep());
        this.before = against == null ? null : Session.of(against, this::takeBefore);
        this.playback = before == null
                ? Playback.open(Channels.newChannel(in), name, session)
                : Playback.open(Channels.newChannel(in), name, session, before);
    }

    /** The capture's name. */
    String name() {
        return name;
    }

    private AlertListener takeAndKeep() {
        return alert -> {
            take(alert);
            keep(alert, alertCount, alerts);
        };
    }

    private void take(Alert alert) {
        alertCount++;
        byRule.merge(alert.ruleName(), 1L, Long::sum);
        found.accept(rows.of(name, Judged.Side.RULES, alert));
    }

    private void takeBefore(Alert alert) {
        countBefore++;
        keep(alert, countBefore, alertsBefore);
        found.accept(rows.of(name, Judged.Side.AGAINST, alert));
    }

    private static void keep(Alert alert, long count, List<Alert> alerts) {
        if (count <= AlertComparison.MAX_ALERTS) {
            alerts.add(alert);
        }
    }

    /**
     * Reads the next event.
     *
     * @return false at the end, or where the capture is damaged
     * @throws IOException if it can't be read
     */
    boolean next() throws IOException {
        return playback.next();
    }

    /**
     * What became of the capture.
     *
     * @param failure why it was not read on; empty if it was
     */
    Judged.OfCapture end(String failure) {
        Replay.Result result = playback.result(session);
        List<String> doubts = new ArrayList<>(result.doubts());
        if (!failure.isEmpty()) {
            doubts.add(failure);
        }
        if (before != null) {
            doubts.addAll(playback.result(before).doubts());
            Stream.of(alertCount, countBefore)
                    .filter(count -> count > AlertComparison.MAX_ALERTS)
                    .forEach(count -> doubts.add(AlertComparison.tooMany(name, count)));
        }
        CaptureOutcome outcome = new CaptureOutcome(
                name,
                result.events(),
                alertCount,
                byRule,
                String.join("; ", doubts.stream().distinct().toList()));
        boolean compared = before != null && doubts.isEmpty();
        return new Judged.OfCapture(
                outcome,
                compared ? AlertComparison.between(alertsBefore, alerts) : List.of(),
                compared ? AlertComparison.takeovers(alertsBefore, alerts) : List.of());
    }

    @Override
    public void close() throws IOException {
        playback.close();
    }
}
