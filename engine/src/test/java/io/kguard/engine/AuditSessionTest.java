// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.audit.AuditEvent.AuditEventException;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditSessionTest {
    private static final String RULES = """
            - macro: always
              condition: evt.num >= 0
            - rule: Shell
              desc: a system call
              condition: evt.type = execve and always
              output: shell %proc.name
              priority: NOTICE
            - rule: Exec into a pod
              desc: an exec
              condition: always and ka.verb = create and ka.target.subresource = exec and ka.user.groups intersects (dev)
              output: "%ka.user.name runs %ka.uri.param[command] in %ka.target.namespace/%ka.target.name from %evt.source"
              priority: WARNING
              source: k8s_audit
              tags: [k8s, T1609]
            """;

    private static final String EXEC = """
            {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": "1", "stage": "ResponseStarted",
             "requestURI": "/api/v1/namespaces/default/pods/jenkins-0/exec?command=sh&command=-c&tty=true",
             "verb": "create", "user": {"username": "zo\\u00eb", "groups": ["dev", "system:authenticated"]},
             "objectRef": {"resource": "pods", "namespace": "default", "name": "jenkins-0", "subresource": "exec"},
             "stageTimestamp": "2026-11-24T17:35:48.519118Z"}""";

    private final List<Alert> alerts = new ArrayList<>();
    private final RuleSet rules = RuleSet.compile(
            RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
            EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    private final Session session = Session.of(rules, alerts::add);

    @Test
    void anAlertIsLikeThoseOfSystemCalls() {
        session.judgeAudit(EXEC);

        Alert alert = alerts.get(0);
        assertThat(alert.message()).isEqualTo("zoë runs sh in default/jenkins-0 from k8s_audit");
        assertThat(alert.source()).isEqualTo("k8s_audit");
        assertThat(alert.timestamp()).isEqualTo(1_795_541_748_519_118_000L);
        assertThat(alert.eventNumber()).isEqualTo(1);
        assertThat(alert.fields()).containsEntry("ka.uri.param[command]", "sh").containsEntry("ka.user.name", "zoë");
    }

    @Test
    void onlyRulesOfTheSourceAreEvaluated() {
        session.judgeAudit(EXEC.replace("\"dev\"", "\"ops\""));

        RuleOutcome shell = session.outcomes().get(0);
        RuleOutcome exec = session.outcomes().get(1);
        assertThat(exec.eventsReached()).isEqualTo(1);
        assertThat(exec.eventsMatched()).isZero();
        assertThat(shell.eventsReached()).isZero();
        assertThat(exec.closest()).singleElement().satisfies(explanation -> {
            assertThat(explanation.event()).isEqualTo("create pods/exec default/jenkins-0 by zoë");
            assertThat(explanation.reach()).isEqualTo(3);
        });
    }

    @Test
    void aListIsEvaluatedEventByEvent() {
        String list = "{\"kind\":\"EventList\",\"items\":[" + EXEC + "," + EXEC.replace("sh&", "id&") + "]}";

        session.judgeAudit(list);

        assertThat(alerts).extracting(Alert::eventNumber).containsExactly(1L, 2L);
        assertThat(alerts)
                .extracting(a -> a.fields().get("ka.uri.param[command]"))
                .containsExactly("sh", "id");
    }

    @Test
    void interpretedAndCompiledRulesAgree() {
        for (int i = 1; i <= 1000; i++) {
            session.judgeAudit(EXEC);
            session.judgeAudit(EXEC.replace("\"create\"", "\"get\""));
            assertThat(alerts).hasSize(i);
        }
    }

    @Test
    void whatIsNoAuditEventIsRefused() {
        assertThatThrownBy(() -> session.judgeAudit("{\"kind\":\"Pod\"}"))
                .isInstanceOf(AuditEventException.class)
                .hasMessageContaining("the \"kind\" is \"Pod\"; an Event or an EventList");
        assertThat(session.eventCount()).isZero();
    }
}
