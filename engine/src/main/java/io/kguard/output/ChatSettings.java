// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;

/**
 * What the settings of Falcosidekick say of an output that is enabled.
 *
 * @param output which one
 * @param minimum the lowest priority that it sends
 * @param place where the minimum is written, as {@code values.yaml:12:24}; empty if it is not
 * @param format what messages have of the alert
 * @param sender who seems to send them
 * @param channel the channel; empty if the webhook decides
 * @param footer the line below messages
 */
record ChatSettings(
        ChatOutput output,
        Priority minimum,
        String place,
        Format format,
        Sender sender,
        String channel,
        String footer) {
    /** What messages have of an alert: {@code outputformat}. */
    enum Format {
        ALL,
        TEXT,
        FIELDS;

        boolean hasText() {
            return this != FIELDS;
        }

        boolean hasFields() {
            return this != TEXT;
        }
    }

    /**
     * Who seems to send messages.
     *
     * @param icon the URL of a picture; empty for none
     */
    record Sender(String name, String icon) {}

    private static final String NAME = "Falcosidekick";
    static final String ICON =
            "https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png";
    static final String FOOTER = "https://github.com/falcosecurity/falcosidekick";

    /** Falcosidekick's own settings, where none are given. */
    static ChatSettings defaults(ChatOutput output) {
        boolean slack = output == ChatOutput.SLACK;
        return new ChatSettings(
                output, Priority.DEBUG, "", Format.ALL, new Sender(NAME, slack ? ICON : ""), "", slack ? FOOTER : "");
    }

    ChatMessage message(SidekickPayload payload) {
        return switch (output) {
            case SLACK -> SlackMessage.of(payload, this);
            case TEAMS -> TeamsMessage.of(payload, this);
        };
    }
}
