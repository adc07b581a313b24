// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What values of Falco's chart say of Falcosidekick.
 *
 * @param unreached why no alert arrives there; empty if alerts do
 * @param outputs the settings of each output that is enabled
 * @param absent why another output gets no message
 * @param talon the settings of Falco Talon
 */
record SidekickConfig(
        String unreached, Map<ChatOutput, ChatSettings> outputs, Map<ChatOutput, String> absent, TalonSettings talon) {
    /** A rule that Falcosidekick uses for tests: its alerts are sent whatever their priority. */
    private static final String TEST_RULE = "Test rule";

    SidekickConfig {
        outputs = Map.copyOf(outputs);
        absent = Map.copyOf(absent);
    }

    /** The way of an alert that Falco writes in a format. */
    SentAlert send(AlertFormat format, Alert alert) {
        String line = format.line(alert);
        if (!unreached.isEmpty()) {
            return nowhere(alert, line, unreached);
        }
        SidekickPayload payload;
        try {
            payload = SidekickPayload.parse(line.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            return nowhere(alert, line, "Falcosidekick refuses the alert: " + e.getMessage());
        }
        List<ChatMessage> messages = new ArrayList<>();
        Map<ChatOutput, String> unsent = new EnumMap<>(ChatOutput.class);
        for (ChatOutput output : ChatOutput.values()) {
            String reason = reasonAgainst(output, payload);
            ChatSettings settings = outputs.get(output);
            if (reason.isEmpty() && settings != null) {
                messages.add(settings.message(payload));
            } else {
                unsent.put(output, reason);
            }
        }
        return new SentAlert(alert, line, Optional.of(payload), messages, unsent);
    }

    private String reasonAgainst(ChatOutput output, SidekickPayload payload) {
        ChatSettings settings = outputs.get(output);
        if (settings == null) {
            return absent.getOrDefault(output, "the values have no settings of it");
        }
        return reasonAgainst(payload, settings.minimum(), settings.place());
    }

    /** Why an alert does not go to an output that has a minimum, which is written at a place; empty if it does. */
    static String reasonAgainst(SidekickPayload payload, Priority minimum, String place) {
        return payload.priority().isAtLeast(minimum) || payload.rule().equals(TEST_RULE)
                ? ""
                : "its priority " + payload.priority() + " is lower than the minimumpriority " + minimum + " at "
                        + place;
    }

    static SentAlert nowhere(Alert alert, String line, String reason) {
        Map<ChatOutput, String> unsent = new EnumMap<>(ChatOutput.class);
        for (ChatOutput output : ChatOutput.values()) {
            unsent.put(output, reason);
        }
        return new SentAlert(alert, line, Optional.empty(), List.of(), unsent);
    }
}
