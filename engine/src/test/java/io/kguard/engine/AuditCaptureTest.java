// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.audit.AuditEvent;
import io.kguard.capture.ScapWriter;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit events in a capture, as Falco records its plugin's. Only the rules of their source see them. */
class AuditCaptureTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final int OTHER_PLUGIN = 2;
    private static final String RULES = """
            - rule: Any system call
              desc: d
              condition: evt.num > 0
              output: "%evt.num"
              priority: NOTICE
              warn_evttypes: false
            - rule: Deletion
              desc: d
              condition: ka.verb = delete
              output: "%evt.num %ka.target.name %evt.pluginname"
              priority: NOTICE
              source: k8s_audit
            """;
    private static final String EVENT = "{\"kind\":\"Event\",\"auditID\":\"1\",\"verb\":\"delete\","
            + "\"stageTimestamp\":\"2026-11-24T17:35:48Z\",\"objectRef\":{\"name\":\"web\"}}";

    @TempDir
    Path folder;

    private final EventWriter writer = new EventWriter(VERSION);
    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void theRulesOfTheirSourceSeeThem() throws IOException {
        String large = EVENT.replace("web", "w".repeat(100_000));

        Replay.Result result = replay(audit(EVENT), plugin(OTHER_PLUGIN, EVENT), audit(large));

        assertThat(result.events()).isEqualTo(3);
        assertThat(alerts)
                .extracting(Alert::message)
                .containsExactly("1 web k8saudit", "3 " + "w".repeat(100_000) + " k8saudit");
    }

    @Test
    void oneThatIsNoJsonEndsTheCapture() throws IOException {
        Replay.Result result = replay(audit(EVENT), plugin(1, "{"), audit(EVENT));

        assertThat(alerts).hasSize(1);
        assertThat(result.damage().orElseThrow()).hasMessageContaining("not JSON: the JSON ends too early");
    }

    private static byte[] audit(String event) {
        return bytes(AuditEvent.parse(event).get(0).writeTo(new EventWriter(VERSION)));
    }

    private byte[] plugin(int id, String data) {
        return bytes(writer.begin(EventCodes.PLUGINEVENT_E, 1, -1)
                .number(id)
                .bytes(data.getBytes(StandardCharsets.UTF_8))
                .end());
    }

    private static byte[] bytes(ByteBuffer event) {
        byte[] bytes = new byte[event.remaining()];
        event.get(bytes);
        return bytes;
    }

    private Replay.Result replay(byte[]... events) throws IOException {
        Path capture = folder.resolve("audit.scap");
        try (ScapWriter scap = ScapWriter.create(capture)) {
            for (byte[] event : events) {
                scap.write(ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN), 0, false);
            }
        }
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(VERSION).loadText("rules.yaml", RULES),
                EngineOptions.of(VERSION).withMatching(Matching.ALL));
        return Replay.of(rules).run(capture, alerts::add);
    }
}
