// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * An alert on its way to people: what Falco writes, what Falcosidekick receives, and what that sends on.
 *
 * @param alert the alert
 * @param line the line that Falco writes
 * @param payload what Falcosidekick receives; empty if nothing arrives there, or it refuses the line
 * @param messages the messages that it sends
 * @param unsent why there is no message, in a sentence, for each output that gets none; without those of which no settings
 *     are known, but with Slack and Teams
 */
@API(status = API.Status.EXPERIMENTAL)
public record SentAlert(
        Alert alert,
        String line,
        Optional<SidekickPayload> payload,
        List<ChatMessage> messages,
        Map<ChatOutput, String> unsent) {
    /** Copies the collections. */
    public SentAlert {
        messages = List.copyOf(messages);
        unsent = Map.copyOf(unsent);
    }

    /** The message that an output gets; empty if it gets none. */
    public Optional<ChatMessage> message(ChatOutput output) {
        return messages.stream().filter(message -> message.output() == output).findFirst();
    }

    /** Why an output gets no message; empty if it gets one. */
    public String reason(ChatOutput output) {
        return message(output).isPresent()
                ? ""
                : unsent.getOrDefault(output, "the values have no falcosidekick.config." + output.key());
    }
}
