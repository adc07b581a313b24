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
 * @param color the colour of its bar, as {@code #5bffb5}
 * @param text its text; empty if its format leaves it out
 * @param fields its fields, in the order in which they are shown
 * @param footer the line below it; may be empty
 * @param json the body of the request
 */
@API(status = API.Status.EXPERIMENTAL)
public record ChatMessage(
        ChatOutput output,
        String channel,
        String sender,
        String time,
        String color,
        String text,
        List<Field> fields,
        String footer,
        String json) {
    /**
     * A field of a message.
     *
     * @param isShort whether Slack shows it beside another one
     */
    @API(status = API.Status.EXPERIMENTAL)
    public record Field(String name, String value, boolean isShort) {}

    /** Copies the list. */
    public ChatMessage {
        fields = List.copyOf(fields);
    }

    /** The value of a field; empty if the message does not show it. */
    public Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }
}
