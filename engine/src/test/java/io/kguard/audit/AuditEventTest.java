// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.audit.AuditEvent.AuditEventException;
import io.kguard.event.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
    static final String EVENT =
            "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48.519118Z\",\"verb\":\"get\"}";

    @Test
    void theTimeIsThatOfTheStage() {
        assertThat(AuditEvent.parse(EVENT))
                .singleElement()
                .satisfies(event -> assertThat(event.timestamp()).isEqualTo(1_795_541_748_519_118_000L));
        assertThat(AuditEvent.parse(EVENT.replace("48.519118Z", "48+02:00"))
                        .get(0)
                        .timestamp())
                .isEqualTo(1_795_541_748_000_000_000L - 7200 * 1_000_000_000L);
    }

    @Test
    void listsAndArraysHoldEvents() {
        String list = "{\"kind\":\"EventList\",\"items\":[" + EVENT + "," + EVENT.replace("get", "list") + "]}";

        assertThat(AuditEvent.parse("[" + list + "," + EVENT + "]"))
                .extracting(event -> event.document().get("verb").text())
                .containsExactly("get", "list", "get");
        assertThat(AuditEvent.parse("{\"kind\":\"EventList\",\"items\":[]}")).isEmpty();
    }

    @Test
    void anEventIsKeptAsItWasWrittenWithoutBlanks() {
        String spaced = EVENT.replace(",", " ,\n  ").replace(":\"1\"", " : \"a b\\u003c\\n\"");

        assertThat(AuditEvent.parse(spaced)).hasToString("[" + EVENT.replace(":\"1\"", ":\"a b\\u003c\\n\"") + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"Pod\"} | the \"kind\" is \"Pod\"; an Event or an EventList of audit.k8s.io is expected",
                "{\"verb\":\"get\"} | this JSON has no \"kind\"; an Event or",
                "7 | this JSON has no \"kind\"",
                "{\"kind\":\"EventList\"} | this EventList has no \"items\"",
                "{\"kind\":\"Event\"} | this audit event has no \"stageTimestamp\", so it has no time",
                "{\"kind\":\"Event\",\"stageTimestamp\":\"noon\"} | the \"stageTimestamp\" of this audit event is \"noon\"",
                "{\"kind\":\"Event\", | not JSON: the JSON ends too early at byte 17",
                "{\"kind\":\"Event\"} x | not JSON: the value has ended at byte 18",
                "{\"kind\":01} | not JSON: a value is expected at byte 9",
                "{\"kind\":\"\\q\"} | not JSON: \\q is not an escape at byte 11",
                "{'kind':1} | not JSON: a key in quotes is expected at byte 2",
            })
    void whatIsNoAuditEventIsRefused(String json, String message) {
        assertThatThrownBy(() -> AuditEvent.parse(json))
                .isInstanceOf(AuditEventException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatFalcoWouldLeaveOutIsRefused() {
        String large = EVENT.replace("get", "g".repeat(AuditEvent.LARGEST));

        assertThatThrownBy(() -> AuditEvent.parse(large))
                .isInstanceOf(AuditEventException.class)
                .hasMessageContaining("Falco's plugin k8saudit leaves out those of more than 262144 bytes");
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(100_000);

        assertThatThrownBy(() -> AuditEvent.parse(deep))
                .isInstanceOf(AuditEventException.class)
                .hasMessageContaining("more than 300 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zo\\u00eb", "zoë"})
    void textsAreTheBytesOfUtf8(String name) {
        JsonValue value = AuditEvent.parse(EVENT.replace("get", name).getBytes(UTF_8))
                .get(0)
                .document()
                .get("verb");

        assertThat(value.text()).isEqualTo("zo\u00c3\u00ab");
    }
}
