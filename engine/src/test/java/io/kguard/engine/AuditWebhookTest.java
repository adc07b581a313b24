// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.audit.AuditWebhook;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server posts its audit events, and the rules are evaluated before it receives the response. */
class AuditWebhookTest {
    private static final String RULES = """
            - rule: Deletion
              desc: d
              condition: ka.verb = delete
              output: "%ka.target.name is deleted"
              priority: NOTICE
              source: k8s_audit
            """;
    private static final String EVENT =
            "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48Z\",\"verb\":\"delete\","
                    + "\"objectRef\":{\"name\":\"web\"}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private AuditWebhook webhook;

    @BeforeEach
    void start() throws IOException {
        Session session = Session.of(
                RuleSet.compile(
                        RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                        EngineOptions.of(FalcoVersion.CURRENT)),
                alerts::add);
        webhook = AuditWebhook.start(0, session::judgeAudit);
    }

    @AfterEach
    void stop() {
        webhook.close();
    }

    @Test
    void aPostedListIsEvaluated() throws Exception {
        String list = "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[" + EVENT + ","
                + EVENT.replace("web", "db") + "]}";

        assertThat(post("application/json; charset=utf-8", list).statusCode()).isEqualTo(200);

        assertThat(alerts).extracting(Alert::message).containsExactly("web is deleted", "db is deleted");
        assertThat(webhook.refusals()).isEmpty();
    }

    @Test
    void whatIsRefusedIsAnsweredAndRemembered() throws Exception {
        HttpResponse<String> answer = post("application/json", EVENT.replace("stageTimestamp", "timestamp"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("this audit event has no \"stageTimestamp\", so it has no time\n");
        assertThat(post("text/plain", EVENT).statusCode()).isEqualTo(400);
        HttpResponse<String> got =
                client.send(HttpRequest.newBuilder(webhook.url()).build(), BodyHandlers.ofString());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(webhook.refusals())
                .containsExactly(
                        "this audit event has no \"stageTimestamp\", so it has no time",
                        "the content type is text/plain, not application/json",
                        "the method is GET, not POST");
        assertThat(alerts).isEmpty();
    }

    private HttpResponse<String> post(String type, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
