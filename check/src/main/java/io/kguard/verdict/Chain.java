// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import io.kguard.output.SidekickPayload;
import io.kguard.reaction.ReactionResult;
import io.kguard.scenario.Expectation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * From alerts to what came of them, for reports: of a scenario that says where messages must arrive, or whose alerts set
 * something off. It is bounded. That of a rule test is left to the test: no report shows it.
 *
 * @param sent the first alerts of the rules whose messages must arrive, in the order of their events
 * @param reactions the actions that alerts trigger, in order
 * @param cluster the objects of the cluster; empty if nothing can be triggered
 */
@API(status = API.Status.INTERNAL)
public record Chain(List<Sent> sent, List<ReactionResult> reactions, List<ClusterChange> cluster) {
    /** Nothing came of alerts. */
    public static final Chain NONE = new Chain(List.of(), List.of(), List.of());

    private static final int MAX_ALERTS_OF_A_RULE = 2;
    private static final int MAX_REACTIONS = 50;
    private static final int MAX_OBJECTS = 100;
    private static final int MAX_TEXT = 8000;

    /**
     * An alert on its way to people.
     *
     * @param rule the rule's name
     * @param line what Falco writes, possibly cut
     * @param payload what Falcosidekick receives, as JSON, possibly cut; empty if it receives nothing
     * @param messages the messages that it sends
     * @param unsent why there is no message, for each output that gets none
     */
    public record Sent(
            String rule, String line, String payload, List<ChatMessage> messages, Map<ChatOutput, String> unsent) {
        public Sent {
            messages = List.copyOf(messages);
            unsent = Map.copyOf(unsent);
        }

        private static Sent of(SentAlert sent) {
            return new Sent(
                    sent.alert().ruleName(),
                    cut(sent.line()),
                    cut(sent.payload().map(SidekickPayload::json).orElse("")),
                    sent.messages(),
                    sent.unsent());
        }

        /** The message that an output gets; empty if it gets none. */
        public Optional<ChatMessage> message(ChatOutput output) {
            return messages.stream()
                    .filter(message -> message.output() == output)
                    .findFirst();
        }
    }

    public Chain {
        sent = List.copyOf(sent);
        reactions = List.copyOf(reactions);
        cluster = List.copyOf(cluster);
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return sent.isEmpty() && reactions.isEmpty();
    }

    static Chain of(Detections detections, Collection<Expectation> expectations) {
        List<Sent> sent = new ArrayList<>();
        for (Expectation expectation : expectations) {
            if (expectation.reaches().isEmpty()) {
                continue;
            }
            for (Alert alert : detections.alertsOf(expectation.rule()).stream()
                    .limit(MAX_ALERTS_OF_A_RULE)
                    .toList()) {
                detections.sent(alert).map(Sent::of).ifPresent(sent::add);
            }
        }
        return new Chain(
                sent,
                detections.reactions().stream().limit(MAX_REACTIONS).toList(),
                detections.reactions().isEmpty()
                        ? List.of()
                        : detections.cluster().stream().limit(MAX_OBJECTS).toList());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
