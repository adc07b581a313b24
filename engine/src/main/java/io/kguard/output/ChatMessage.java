// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A message that Falcosidekick sends to people.
 *
 * @param output where it goes
 * @param channel the channel that it names; empty if the webhook decides
 * @param sender the name of its sender
 * @param time the time below the sender's name, as Teams shows it; empty for Slack, which has it among the fields
 * @param attachment what it says
 * @param json the body of the request
 */
@API(status = API.Status.EXPERIMENTAL)
public record ChatMessage(
        ChatOutput output, String channel, String sender, String time, Attachment attachment, String json) {
    /**
     * What a message says, as Slack's attachment or Teams' section has it.
     *
     * @param color the colour of its bar, as {@code #5bffb5}
     * @param text its text; empty if its format leaves it out
     * @param fields its fields, in the order in which they are shown
     * @param footer the line below it; may be empty
     */
    @API(status = API.Status.EXPERIMENTAL)
    public record Attachment(String color, String text, List<Field> fields, String footer) {
        /** Copies the list. */
        public Attachment {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a message.
     *
     * @param isShort whether Slack shows it beside another one
     */
    @API(status = API.Status.EXPERIMENTAL)
    public record Field(String name, String value, boolean isShort) {}

    /** The colour of its bar, as {@code #5bffb5}. */
    public String color() {
        return attachment.color;
    }

    /** Its text; empty if its format leaves it out. */
    public String text() {
        return attachment.text;
    }

    /** Its fields, in the order in which they are shown. */
    public List<Field> fields() {
        return attachment.fields;
    }

    /** The line below it; may be empty. */
    public String footer() {
        return attachment.footer;
    }

    /** The value of a field; empty if the message does not show it. */
    public Optional<String> field(String name) {
        return fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }
}
