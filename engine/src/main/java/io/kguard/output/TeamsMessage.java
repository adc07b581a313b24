// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message that Falcosidekick sends to a Microsoft Teams webhook.
 *
 * <p>Source: Falcosidekick of August 2026.
 */
final class TeamsMessage {
    private TeamsMessage() {}

    static ChatMessage of(SidekickPayload payload, ChatSettings settings) {
        List<ChatMessage.Field> facts = settings.format().hasFields() ? facts(payload) : List.of();
        String text = settings.format().hasText() ? payload.output() : "";
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("activityTitle", settings.sender().name());
        section.put("activitySubtitle", payload.timeText());
        if (!settings.sender().icon().isEmpty()) {
            section.put("activityImage", settings.sender().icon());
        }
        section.put("text", text);
        if (!facts.isEmpty()) {
            section.put("facts", facts.stream().map(TeamsMessage::json).toList());
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("@type", "MessageCard");
        message.put("summary", payload.output());
        message.put("themeColor", color(payload.priority()));
        message.put("sections", List.of(section));
        return new ChatMessage(
                ChatOutput.TEAMS,
                "",
                settings.sender().name(),
                payload.timeText(),
                new ChatMessage.Attachment("#" + color(payload.priority()), text, facts, ""),
                JsonWriter.compact().tree(message).json());
    }

    private static List<ChatMessage.Field> facts(SidekickPayload payload) {
        List<ChatMessage.Field> facts = new ArrayList<>();
        Map<String, String> about = payload.about(", ");
        String tags = about.remove("tags");
        about.forEach((name, value) -> facts.add(new ChatMessage.Field(name, value, false)));
        payload.shownFields().forEach((name, value) -> facts.add(new ChatMessage.Field(name, value, false)));
        if (tags != null) {
            facts.add(new ChatMessage.Field("tags", tags, false)); // they come last
        }
        return facts;
    }

    private static Map<String, Object> json(ChatMessage.Field fact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", fact.name());
        json.put("value", fact.value());
        return json;
    }

    private static String color(Priority priority) {
        return switch (priority) {
            case EMERGENCY -> "e20b0b";
            case ALERT -> "ff5400";
            case CRITICAL -> "ff9000";
            case ERROR -> "ffc700";
            case WARNING -> "ffff00";
            case NOTICE -> "5bffb5";
            case INFORMATIONAL -> "68c2ff";
            case DEBUG -> "ccfff2";
        };
    }
}
