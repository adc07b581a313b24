// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The message that Falcosidekick, with its default settings, would send to a Microsoft Teams webhook.
 *
 * <p>Source: Falcosidekick of August 2026.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class TeamsMessage {
    private static final String TITLE = "Falcosidekick";

    private TeamsMessage() {}

    /** The message's JSON. */
    public static String of(SidekickPayload payload) {
        List<Map<String, Object>> facts = new ArrayList<>();
        facts.add(fact("rule", payload.rule()));
        facts.add(fact("priority", payload.priority().label()));
        facts.add(fact("source", payload.source()));
        if (!payload.hostname().isEmpty()) {
            facts.add(fact("hostname", payload.hostname()));
        }
        payload.shownFields().forEach((name, value) -> facts.add(fact(name, value)));
        if (!payload.tags().isEmpty()) {
            facts.add(fact("tags", String.join(", ", payload.tags())));
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("activityTitle", TITLE);
        section.put("activitySubtitle", payload.timeText());
        section.put("text", payload.output());
        section.put("facts", facts);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("@type", "MessageCard");
        message.put("summary", payload.output());
        message.put("themeColor", color(payload.priority()));
        message.put("sections", List.of(section));
        return JsonWriter.compact().tree(message).json();
    }

    private static Map<String, Object> fact(String name, String value) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("name", name);
        fact.put("value", value);
        return fact;
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
