// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.audit.AuditEvent;
import io.kguard.audit.AuditLog;
import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.internal.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the event of one alert out of a Kubernetes audit log. */
public final class AuditedIncident {
    private final Path log;
    private final RuleSet rules;

    /**
     * Takes an event out of a log.
     *
     * @param log one audit event per line, as an API server writes them
     * @param rules the rules that its alerts are of
     */
    public AuditedIncident(Path log, RuleSet rules) {
        this.log = log;
        this.rules = rules;
    }

    /**
     * Writes the event of the first alert of a rule.
     *
     * @param rule the rule's name; null for the first alert of any
     * @param target the audit log to write
     * @return the alert
     * @throws IncidentException if there is no such alert
     * @throws io.kguard.audit.AuditLogException if a line of the log can't be used
     * @throws IOException if a file can't be read or written
     */
    public Alert write(@Nullable String rule, Path target) throws IOException {
        if (rule != null) {
            KnownRules.require(rules, rule);
        }
        List<Alert> found = new ArrayList<>();
        Session session = Session.of(rules, alert -> {
            if (rule == null || alert.ruleName().equals(rule)) {
                found.add(alert);
            }
        });
        try (AuditLog reader = AuditLog.open(log)) {
            for (AuditEvent event = reader.next(); event != null; event = reader.next()) {
                session.judge(event);
                if (!found.isEmpty()) {
                    WholeFile.write(target, (event.document().json() + "\n").getBytes(ISO_8859_1));
                    return found.get(0);
                }
            }
        }
        throw KnownRules.silent(rule, "audit log", log);
    }
}
