// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.batch.Unseen;
import io.kguard.internal.difference.AlertComparison;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file that is being judged by one or two sets of rules. It is read once. */
final class JudgedFile implements AutoCloseable {
    private final GivenFile file;
    private final AlertRows rows;
    private final Consumer<Judged> found;
    private final Map<String, Long> byRule = new TreeMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Alert> alertsBefore = new ArrayList<>();
    private final RuleSet rules;
    private final Session session;
    private final @Nullable RuleSet rulesBefore;
    private final @Nullable Session before;
    private final OpenEvents events;
    private long alertCount;
    private long countBefore;

    /**
     * Opens a file.
     *
     * @param in its bytes; closed with this object
     * @param work the rules, and how alerts become lines
     * @param found receives the alerts
     * @throws IOException if it can't be read, or is no such file
     */
    JudgedFile(GivenFile file, InputStream in, SharedWork work, Consumer<Judged> found) throws IOException {
        this.file = file;
        this.rows = new AlertRows(work.format());
        this.found = found;
        SharedRules against = work.against();
        this.rules = work.rules().rules();
        this.session = Session.of(rules, work.hostNames(), against == null ? this::take : this::takeAndKeep);
        this.rulesBefore = against == null ? null : against.rules();
        this.before = rulesBefore == null ? null : Session.of(rulesBefore, work.hostNames(), this::takeBefore);
        List<Session> sessions = before == null ? List.of(session) : List.of(session, before);
        this.events = switch (file.content()) {
            case CAPTURE -> OpenCapture.of(file.name(), in, sessions);
            case AUDIT -> OpenLog.of(file.name(), in, EventSource.K8S_AUDIT, sessions);
            case LOG -> OpenLog.of(file.name(), in, null, sessions);
        };
    }

    /** The file's name. */
    String name() {
        return file.name();
    }

    private void takeAndKeep(Alert alert) {
        take(alert);
        keep(alert, alertCount, alerts);
    }

    private void take(Alert alert) {
        alertCount++;
        byRule.merge(alert.ruleName(), 1L, Long::sum);
        found.accept(rows.of(file.name(), Judged.Side.RULES, alert));
    }

    private void takeBefore(Alert alert) {
        countBefore++;
        keep(alert, countBefore, alertsBefore);
        found.accept(rows.of(file.name(), Judged.Side.AGAINST, alert));
    }

    private static void keep(Alert alert, long count, List<Alert> alerts) {
        if (count <= AlertComparison.MAX_ALERTS) {
            alerts.add(alert);
        }
    }

    /**
     * Reads the next event.
     *
     * @return false at the end, or where the file is damaged
     * @throws IOException if it can't be read
     */
    boolean next() throws IOException {
        return events.next();
    }

    /**
     * The outcome of the file.
     *
     * @param failure why it was not read on; empty if it was
     */
    Judged.OfFile end(String failure) {
        long count = events.count();
        List<String> doubts = doubts(failure);
        if (doubts.isEmpty()) {
            String blindness = blindness(count);
            if (!blindness.isEmpty()) {
                doubts.add(blindness);
            }
        }
        boolean compared = before != null && doubts.isEmpty();
        return new Judged.OfFile(
                new CaptureOutcome(
                        file.name(),
                        count,
                        alertCount,
                        byRule,
                        String.join("; ", doubts.stream().distinct().toList())),
                alertCount + countBefore,
                compared ? AlertComparison.between(alertsBefore, alerts) : List.of(),
                compared ? AlertComparison.replacedAlerts(alertsBefore, alerts) : List.of(),
                notes());
    }

    private List<String> doubts(String failure) {
        List<String> doubts = new ArrayList<>(events.doubts(session));
        if (!failure.isEmpty()) {
            doubts.add(failure);
        }
        if (before != null) {
            doubts.addAll(events.doubts(before));
            Stream.of(alertCount, countBefore)
                    .filter(count -> count > AlertComparison.MAX_ALERTS)
                    .forEach(count -> doubts.add(AlertComparison.tooMany(file.name(), count)));
        }
        return doubts;
    }

    /** Why no rule was judged, on either side. */
    private String blindness(long count) {
        String now = Unseen.of(rules, session).problem(count);
        return rulesBefore == null
                        || before == null
                        || !Unseen.of(rulesBefore, before).problem(count).isEmpty()
                ? now
                : "";
    }

    /** Events of a log that no rule sees, while rules see others. */
    private List<String> notes() {
        return file.content() == Content.CAPTURE
                ? List.of()
                : Unseen.of(rules, session).blind().stream()
                        .map(source -> file.name() + ": no rule has the source " + source + ", so none saw "
                                + session.eventCount(source) + " of the " + session.eventCount() + " events")
                        .toList();
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
