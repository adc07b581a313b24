// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import io.kguard.verdict.Chain;
import io.kguard.verdict.ClusterChange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * From alert to action in a simulation, as the page of a run shows it.
 *
 * @param alerts the alerts on their way to people
 * @param acts what alerts trigger in the cluster
 * @param cluster the objects of the cluster
 */
record ChainView(List<AlertLinks> alerts, List<Act> acts, List<ClusterChange> cluster) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");

    /** An alert: what Falco writes, what Falcosidekick receives, and what people read. */
    record AlertLinks(String rule, String line, String payload, List<Card> cards, List<Unsent> unsent) {}

    /**
     * A message as people see it.
     *
     * @param color the colour of its bar, which is one for sure
     * @param fields its fields, with their widths
     */
    record Card(ChatMessage message, String color, List<CardField> fields) {}

    /**
     * A field of a message.
     *
     * @param width as a class of the style sheet
     */
    record CardField(String name, String value, String width) {}

    /** An output that gets no message, and why. */
    record Unsent(String label, String reason) {}

    /**
     * An action.
     *
     * @param state how its outcome is shown, as a class of the style sheet
     */
    record Act(String state, String outcome, String text) {}

    static ChainView of(Chain chain) {
        return new ChainView(
                chain.sent().stream().map(ChainView::links).toList(),
                chain.reactions().stream()
                        .map(TimedReaction::result)
                        .map(ChainView::act)
                        .toList(),
                chain.cluster());
    }

    boolean shown() {
        return !alerts.isEmpty() || !acts.isEmpty();
    }

    private static AlertLinks links(Chain.Sent sent) {
        List<Unsent> unsent = new ArrayList<>();
        for (ChatOutput output : ChatOutput.values()) {
            String reason = sent.unsent().get(output);
            if (reason != null) {
                unsent.add(new Unsent(output.label(), reason));
            }
        }
        return new AlertLinks(
                sent.rule(),
                indented(sent.line()),
                indented(sent.payload()),
                sent.messages().stream().map(ChainView::card).toList(),
                unsent);
    }

    private static Card card(ChatMessage message) {
        return new Card(
                message,
                COLOR.matcher(message.color()).matches() ? message.color() : "#888888",
                message.fields().stream()
                        .map(field -> new CardField(field.name(), field.value(), field.isShort() ? "short" : "long"))
                        .toList());
    }

    private static Act act(ReactionResult reaction) {
        String state = reaction.isDone() ? "full" : reaction.isFailed() ? "none" : "partly";
        return new Act(state, outcome(reaction), reaction.toString());
    }

    /** The result of an action, in a word or two. */
    static String outcome(ReactionResult reaction) {
        return reaction.isDone() ? "done" : reaction.isFailed() ? "failed" : "not done";
    }

    /** JSON in lines; other text as it is. */
    private static String indented(String text) {
        try {
            return text.startsWith("{")
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text))
                    : text;
        } catch (JacksonException e) {
            return text; // it was cut
        }
    }
}
