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
import java.util.function.Function;

/**
 * What values of a chart say of Falcosidekick.
 *
 * @param unreached why no alert arrives there; empty if alerts do
 * @param changes how it changes each alert
 * @param outputs the outputs that are enabled
 * @param absent why another output gets no message. Of one that the values do not name nothing is said
 * @param talon the settings of Falco Talon
 */
record SidekickConfig(
        String unreached,
        PayloadChanges changes,
        Map<ChatOutput, EnabledOutput> outputs,
        Map<ChatOutput, String> absent,
        TalonSettings talon) {
    /** A rule that Falcosidekick uses for tests: its alerts are sent whatever their priority. */
    private static final String TEST_RULE = "Test rule";

    /**
     * An output that is enabled.
     *
     * @param minimum the lowest priority that it sends
     * @param place where the minimum is written, as {@code values.yaml:12:24}; empty if it is not
     * @param maker makes the message of an alert
     */
    record EnabledOutput(Priority minimum, String place, Function<SidekickPayload, ChatMessage> maker) {}

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
            payload = PayloadReader.parse(line.getBytes(UTF_8), changes);
        } catch (IllegalArgumentException e) {
            return nowhere(alert, line, "Falcosidekick refuses the alert: " + e.getMessage());
        }
        List<ChatMessage> messages = new ArrayList<>();
        Map<ChatOutput, String> unsent = new EnumMap<>(ChatOutput.class);
        unsent.putAll(absent);
        for (ChatOutput output : ChatOutput.values()) {
            EnabledOutput enabled = outputs.get(output);
            String reason = enabled == null ? "" : reasonAgainst(payload, enabled.minimum(), enabled.place());
            if (enabled != null && reason.isEmpty()) {
                messages.add(enabled.maker().apply(payload));
            } else if (enabled != null) {
                unsent.put(output, reason);
            }
        }
        return new SentAlert(alert, line, Optional.of(payload), messages, unsent);
    }

    /** Why an alert does not go to an output that has a minimum, which is written at a place; empty if it does. */
    static String reasonAgainst(SidekickPayload payload, Priority minimum, String place) {
        return payload.priority().isAtLeast(minimum) || payload.rule().equals(TEST_RULE)
                ? ""
                : "its priority " + payload.priority() + " is lower than the minimumpriority " + minimum + " at "
                        + place;
    }

    private SentAlert nowhere(Alert alert, String line, String reason) {
        Map<ChatOutput, String> unsent = new EnumMap<>(ChatOutput.class);
        absent.keySet().forEach(output -> unsent.put(output, reason));
        outputs.keySet().forEach(output -> unsent.put(output, reason));
        return new SentAlert(alert, line, Optional.empty(), List.of(), unsent);
    }

    /** An alert of which no one knows what becomes. */
    static SentAlert unknown(Alert alert, String line, String reason) {
        Map<ChatOutput, String> unsent = new EnumMap<>(ChatOutput.class);
        for (ChatOutput output : ChatOutput.values()) {
            unsent.put(output, reason);
        }
        return new SentAlert(alert, line, Optional.empty(), List.of(), unsent);
    }
}
