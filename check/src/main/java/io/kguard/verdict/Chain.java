// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import io.kguard.output.SidekickPayload;
import io.kguard.reaction.TimedReaction;
import io.kguard.scenario.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * From alerts to what happened after them, for reports: of a scenario that says where messages must arrive, or whose alerts set
 * something off. It is bounded. That of a rule test is left to the test: no report shows it.
 *
 * @param sent the first alerts of the rules whose messages must arrive, in the order of their events
 * @param reactions the actions that alerts trigger, in order
 * @param stopped the processes that a signal ended after such alerts
 * @param cluster the objects of the cluster; empty if nothing can be triggered
 */
@API(status = API.Status.INTERNAL)
public record Chain(
        List<Sent> sent, List<TimedReaction> reactions, List<StoppedProcess> stopped, List<ClusterChange> cluster) {
    /** Nothing happened after alerts. */
    public static final Chain NONE = new Chain(List.of(), List.of(), List.of(), List.of());

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
        stopped = List.copyOf(stopped);
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
        List<TimedReaction> reactions =
                detections.timedReactions().stream().limit(MAX_REACTIONS).toList();
        return new Chain(
                sent,
                reactions,
                detections.stopped().stream()
                        .filter(end -> end.killed() && reactions.stream().anyMatch(reaction -> isAnswer(reaction, end)))
                        .toList(),
                reactions.isEmpty()
                        ? List.of()
                        : detections.cluster().stream().limit(MAX_OBJECTS).toList());
    }

    /** Whether an action was done on an alert of the rule, and before the process was gone. */
    private static boolean isAnswer(TimedReaction reaction, StoppedProcess end) {
        return reaction.result().isDone()
                && reaction.result().rule().equals(end.rule())
                && reaction.begun() <= end.ended();
    }

    /**
     * The time from the first event whose alert an action answered until the last of the processes that rules fired on was gone,
     * or, if no signal ended one, until the last action was done; empty if none was done. It is the simulation's time: the ways
     * between Falco, Falcosidekick and Falco Talon take none in it.
     */
    public Optional<Duration> contained() {
        List<TimedReaction> done = reactions.stream()
                .filter(reaction -> reaction.result().isDone())
                .toList();
        if (done.isEmpty()) {
            return Optional.empty();
        }
        long from = done.stream().mapToLong(TimedReaction::event).min().getAsLong();
        long to = stopped.isEmpty()
                ? done.stream().mapToLong(TimedReaction::ended).max().getAsLong()
                : stopped.stream().mapToLong(StoppedProcess::ended).max().getAsLong();
        return Optional.of(Duration.ofNanos(Math.max(0, to - from)));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
