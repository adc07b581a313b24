// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The message that Falcosidekick sends to a Slack webhook.
 *
 * <p>Source: Falcosidekick of August 2026.
 */
final class SlackMessage {
    /** The names of Go's fields that a template has. */
    static final Set<String> STRUCTURE =
            Set.of("UUID", "Output", "Priority", "Rule", "Time", "OutputFields", "Source", "Tags", "Hostname");

    private static final int SHORT_END = 36;

    private SlackMessage() {}

    static ChatMessage of(SidekickPayload payload, ChatSettings settings) {
        List<ChatMessage.Field> fields = settings.format().hasFields() ? fields(payload) : List.of();
        String text = settings.format().hasText() ? payload.output() : "";
        String footer = settings.format().hasFields() ? settings.footer() : "";
        Map<String, @Nullable Object> attachment = new LinkedHashMap<>();
        attachment.put("fallback", payload.output());
        attachment.put("color", color(payload.priority()));
        put(attachment, "text", text);
        attachment.put(
                "fields",
                fields.isEmpty()
                        ? null
                        : fields.stream().map(SlackMessage::json).toList());
        put(attachment, "footer", footer);
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        put(message, "text", settings.above() == null ? "" : above(settings.above(), payload));
        put(message, "username", settings.sender().name());
        put(message, "icon_url", settings.sender().icon());
        put(message, "channel", settings.channel());
        message.put("attachments", List.of(attachment));
        return new ChatMessage(
                ChatOutput.SLACK,
                settings.channel(),
                settings.sender().name(),
                "",
                new ChatMessage.Attachment(color(payload.priority()), text, fields, footer),
                JsonWriter.compact().tree(message).json());
    }

    private static List<ChatMessage.Field> fields(SidekickPayload payload) {
        List<ChatMessage.Field> fields = new ArrayList<>();
        payload.about(", ").forEach((name, value) -> fields.add(new ChatMessage.Field(name, value, true)));
        payload.shownFields()
                .forEach((name, value) -> fields.add(
                        new ChatMessage.Field(name, value, value.codePointCount(0, value.length()) < SHORT_END)));
        fields.add(new ChatMessage.Field("time", payload.timeText(), false));
        return fields;
    }

    private static Map<String, Object> json(ChatMessage.Field field) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", field.name());
        json.put("value", field.value());
        json.put("short", field.isShort());
        return json;
    }

    /** The text above; none if its template ends with an error. */
    private static String above(GoTemplate template, SidekickPayload payload) {
        try {
            return template.text(structure(payload));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What a template finds, by the names of Go's fields. */
    private static Map<String, @Nullable Object> structure(SidekickPayload payload) {
        Map<String, @Nullable Object> structure = new LinkedHashMap<>();
        structure.put("UUID", payload.uuid());
        structure.put("Output", payload.output());
        structure.put("Priority", payload.priority().label());
        structure.put("Rule", payload.rule());
        structure.put("Time", payload.timeText());
        structure.put("OutputFields", payload.outputFields());
        structure.put("Source", payload.source());
        structure.put("Tags", payload.tags());
        structure.put("Hostname", payload.hostname());
        return structure;
    }

    /** Adds what is not empty. */
    private static void put(Map<String, @Nullable Object> object, String key, String text) {
        if (!text.isEmpty()) {
            object.put(key, text);
        }
    }

    private static String color(Priority priority) {
        return switch (priority) {
            case EMERGENCY, ERROR -> "#e20b0b";
            case ALERT, CRITICAL -> "#ff5400";
            case WARNING -> "#ffc700";
            case NOTICE -> "#5bffb5";
            case INFORMATIONAL -> "#68c2ff";
            case DEBUG -> "#ccfff2";
        };
    }
}
