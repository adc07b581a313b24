// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.audit.AuditEvent;
import io.kguard.audit.AuditLog;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** Reads a Kubernetes audit log for a rule test and evaluates the rules of source {@code k8s_audit}. */
@API(status = API.Status.INTERNAL)
public final class AuditReplay {
    private AuditReplay() {}

    /**
     * Reads an audit log. If it can't be read to its end, the result has a doubt.
     *
     * @param log the log file, which also gives the scenario's name
     * @param rules the rules to evaluate
     */
    public static Detections run(Path log, RuleSet rules) {
        return run(log, log.toString(), rules);
    }

    /** Reads an audit log for a scenario with another name. */
    static Detections run(Path log, String scenario, RuleSet rules) {
        long start = System.nanoTime();
        Session session = Session.of(rules, alert -> {});
        List<String> doubts = new ArrayList<>();
        try (AuditLog reader = AuditLog.open(log)) {
            for (AuditEvent event = reader.next(); event != null; event = reader.next()) {
                session.judge(event);
            }
        } catch (NoSuchFileException e) {
            doubts.add("the audit log can't be read: there is no file " + log.toAbsolutePath());
        } catch (IOException e) {
            doubts.add("the audit log can't be read: " + e.getMessage());
        }
        doubts.addAll(session.doubts());
        return new DetectionsBuilder(scenario, EventOrigin.AUDIT)
                .rules(session.alerts(), session.outcomes())
                .events(session.eventCount(), 0)
                .doubts(doubts)
                .took(Duration.ofNanos(System.nanoTime() - start))
                .build();
    }
}
