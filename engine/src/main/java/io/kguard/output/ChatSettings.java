// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import org.jspecify.annotations.Nullable;

/**
 * What the settings of Falcosidekick say of messages in a chat.
 *
 * @param format what messages have of the alert
 * @param sender who seems to send them
 * @param channel the channel; empty if the webhook decides
 * @param footer the line below messages
 * @param above the text above messages; null for none
 */
record ChatSettings(
        Format format,
        Sender sender,
        String channel,
        String footer,
        @Nullable GoTemplate above) {
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
    private static final String ICON =
            "https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick_color.png";
    private static final String FOOTER = "https://github.com/falcosecurity/falcosidekick";

    /** Falcosidekick's own settings, where none are given. */
    static final ChatSettings DEFAULTS = new ChatSettings(Format.ALL, new Sender(NAME, ICON), "", FOOTER, null);
}
