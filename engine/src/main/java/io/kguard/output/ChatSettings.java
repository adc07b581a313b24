// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;

/**
 * What the settings of Falcosidekick say of an output that is enabled.
 *
 * @param output which one
 * @param minimum the lowest priority that it sends
 * @param place where the minimum is written, as {@code values.yaml:12:24}; empty if it is not
 * @param withText whether messages have the alert's text
 * @param withFields whether messages have the alert's fields
 * @param sender the name of the sender
 * @param icon the URL of the sender's picture; empty for none
 * @param channel the channel; empty if the webhook decides
 * @param footer the line below messages
 */
record ChatSettings(
        ChatOutput output,
        Priority minimum,
        String place,
        boolean withText,
        boolean withFields,
        String sender,
        String icon,
        String channel,
        String footer) {
    private static final String SENDER = "Falcosidekick";
    static final String ICON =
            "https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png";
    static final String FOOTER = "https://github.com/falcosecurity/falcosidekick";

    /** Falcosidekick's own settings, where none are given. */
    static ChatSettings defaults(ChatOutput output) {
        boolean slack = output == ChatOutput.SLACK;
        return new ChatSettings(
                output, Priority.DEBUG, "", true, true, SENDER, slack ? ICON : "", "", slack ? FOOTER : "");
    }

    ChatMessage message(SidekickPayload payload) {
        return switch (output) {
            case SLACK -> SlackMessage.of(payload, this);
            case TEAMS -> TeamsMessage.of(payload, this);
        };
    }
}
