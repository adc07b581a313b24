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
 * The message that Falcosidekick, with its default settings, would send to a Slack webhook.
 *
 * <p>Source: Falcosidekick of August 2026.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class SlackMessage {
    private static final int SHORT_END = 36;
    private static final String USERNAME = "Falcosidekick";
    private static final String ICON =
            "https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png";
    private static final String FOOTER = "https://github.com/falcosecurity/falcosidekick";

    private SlackMessage() {}

    /** The message's JSON. */
    public static String of(SidekickPayload payload) {
        List<Map<String, Object>> fields = new ArrayList<>();
        fields.add(field("rule", payload.rule(), true));
        fields.add(field("priority", payload.priority().label(), true));
        fields.add(field("source", payload.source(), true));
        if (!payload.hostname().isEmpty()) {
            fields.add(field("hostname", payload.hostname(), true));
        }
        if (!payload.tags().isEmpty()) {
            fields.add(field("tags", String.join(", ", payload.tags()), true));
        }
        payload.shownFields()
                .forEach((name, value) ->
                        fields.add(field(name, value, value.codePointCount(0, value.length()) < SHORT_END)));
        fields.add(field("time", payload.timeText(), false));
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("fallback", payload.output());
        attachment.put("color", color(payload.priority()));
        attachment.put("text", payload.output());
        attachment.put("fields", fields);
        attachment.put("footer", FOOTER);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("username", USERNAME);
        message.put("icon_url", ICON);
        message.put("attachments", List.of(attachment));
        return JsonWriter.compact().tree(message).json();
    }

    private static Map<String, Object> field(String title, String value, boolean isShort) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("title", title);
        field.put("value", value);
        field.put("short", isShort);
        return field;
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
