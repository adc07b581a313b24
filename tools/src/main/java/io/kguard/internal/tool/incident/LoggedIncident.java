// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.source.SourceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the event of one alert out of a log, such as a Kubernetes audit log.
 *
 * @param source the source of its events; null if each says by what it has
 * @param rules the rules that its alerts are of
 */
record LoggedIncident(Path log, @Nullable EventSource source, RuleSet rules) {
    /**
     * Writes the event of the first alert of a rule.
     *
     * @param rule the rule's name; null for the first alert of any
     * @param target the log to write
     * @return the alert
     * @throws IncidentException if there is no such alert
     * @throws IOException if a line of the log can't be used, or a file can't be read or written
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
        try (SourceLog reader = SourceLog.open(log, rules.sources(), source)) {
            for (SourceEvent event = reader.next(); event != null; event = reader.next()) {
                session.judge(event);
                if (!found.isEmpty()) {
                    WholeFile.write(target, (event.document().json() + "\n").getBytes(ISO_8859_1));
                    return found.get(0);
                }
            }
        }
        throw KnownRules.silent(rule, EventSource.K8S_AUDIT.equals(source) ? "audit log" : "log", log);
    }
}
