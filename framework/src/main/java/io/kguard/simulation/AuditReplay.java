package io.kguard.simulation;

import io.kguard.audit.AuditEvent;
import io.kguard.audit.AuditLog;
import io.kguard.engine.Alert;
import io.kguard.engine.AuditEngine;
import io.kguard.engine.Explanation;
import io.kguard.engine.RuleSet;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Kubernetes audit log for a rule test; the rules of source {@code k8s_audit} are evaluated. */
public final class AuditReplay {
    private final Path log;
    private final String scenario;
    private final RuleSet rules;
    private final AuditEngine engine;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<Rule, Explanation> firstMatches = new HashMap<>();

    private AuditReplay(Path log, String scenario, RuleSet rules) {
        this.log = log;
        this.scenario = scenario;
        this.rules = rules;
        this.engine = rules.newAuditEngine(this::keep);
    }

    /**
     * Reads an audit log. One that can't be read to its end is a doubt of the result.
     *
     * @param log the log's file, which also names the scenario
     * @param rules who watches
     */
    public static Detections run(Path log, RuleSet rules) {
        return run(log, log.toString(), rules);
    }

    /** Reads an audit log for a scenario that has a name of its own. */
    static Detections run(Path log, String scenario, RuleSet rules) {
        return new AuditReplay(log, scenario, rules).run();
    }

    private Detections run() {
        long start = System.nanoTime();
        List<String> doubts = new ArrayList<>();
        try (AuditLog reader = AuditLog.open(log)) {
            for (AuditEvent event = reader.next(); event != null; event = reader.next()) {
                engine.evaluate(event);
            }
        } catch (NoSuchFileException e) {
            doubts.add("the audit log can't be read: there is no file " + log.toAbsolutePath());
        } catch (IOException e) {
            doubts.add("the audit log can't be read: " + e.getMessage());
        }
        CaptureDoubts.of(engine).ifPresent(doubts::add);
        return new Detections(
                scenario,
                EventOrigin.AUDIT,
                alerts,
                rules.rules().stream()
                        .map(rule -> RuleOutcome.of(rule, engine, Optional.ofNullable(firstMatches.get(rule))))
                        .toList(),
                List.of(),
                engine.eventCount(),
                0,
                doubts,
                List.of(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void keep(Alert alert) {
        if (alerts.size() < Detections.MAX_ALERTS) {
            alerts.add(alert);
        }
        firstMatches.computeIfAbsent(alert.rule(), engine::explain);
    }
}
