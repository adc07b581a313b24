// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages that Falcosidekick sends to machines: a webhook, Elasticsearch, PagerDuty, Opsgenie.
 *
 * <p>Source: Falcosidekick of August 2026.
 */
final class MachineMessage {
    /** It would let its readers send alarms. */
    private static final String SECRET = "(secret)";

    private MachineMessage() {}

    static ChatMessage webhook(SidekickPayload payload) {
        return of(ChatOutput.WEBHOOK, payload.output(), payload.outputFields(), payload.object(payload.outputFields()));
    }

    /**
     * A document of Elasticsearch.
     *
     * @param flat whether names of fields have an underscore in place of each dot
     */
    static ChatMessage elasticsearch(SidekickPayload payload, boolean flat) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        payload.outputFields().forEach((name, value) -> fields.put(flat ? name.replace('.', '_') : name, value));
        Map<String, Object> document = payload.object(fields);
        document.put("@timestamp", SidekickPayload.written(payload.time()));
        return of(ChatOutput.ELASTICSEARCH, payload.output(), fields, document);
    }

    static ChatMessage pagerDuty(SidekickPayload payload) {
        Map<String, @Nullable Object> details = new TreeMap<>(payload.outputFields());
        if (!payload.hostname().isEmpty()) {
            details.put("hostname", payload.hostname());
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("summary", payload.output());
        event.put("source", "falco");
        event.put("severity", "critical");
        event.put("timestamp", payload.time().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("custom_details", details);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("routing_key", SECRET);
        message.put("event_action", "trigger");
        message.put("payload", event);
        return of(ChatOutput.PAGERDUTY, payload.output(), details, message);
    }

    static ChatMessage opsgenie(SidekickPayload payload) {
        Map<String, @Nullable Object> details = new TreeMap<>();
        payload.shownFields().forEach((name, value) -> details.put(name.replace('.', '_'), value));
        details.putAll(payload.about(", "));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("message", payload.output());
        message.put("entity", "Falcosidekick");
        message.put("description", payload.rule());
        message.put("details", details);
        message.put(
                "priority",
                switch (payload.priority()) {
                    case EMERGENCY, ALERT -> "P1";
                    case CRITICAL -> "P2";
                    case ERROR -> "P3";
                    case WARNING -> "P4";
                    case NOTICE, INFORMATIONAL, DEBUG -> "P5";
                });
        return of(ChatOutput.OPSGENIE, payload.output(), details, message);
    }

    /**
     * A message.
     *
     * @param fields what assertions find by name
     * @param body the body of the request
     */
    static ChatMessage of(ChatOutput output, String text, Map<String, ?> fields, Object body) {
        List<ChatMessage.Field> shown = fields.entrySet().stream()
                .map(field -> new ChatMessage.Field(field.getKey(), GoText.of(field.getValue()), false))
                .toList();
        return new ChatMessage(
                output,
                "",
                "Falcosidekick",
                "",
                new ChatMessage.Attachment("", text, shown, ""),
                JsonWriter.compact().tree(body).json());
    }
}
