// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import io.kguard.rule.Priority;
import java.util.Objects;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on an alert. */
@API(status = API.Status.STABLE)
public final class AlertAssert extends AbstractAssert<AlertAssert, Alert> {
    private final @Nullable SentAlert sent;
    private final @Nullable DetectionsAssert origin;

    AlertAssert(Alert actual, @Nullable SentAlert sent, @Nullable DetectionsAssert origin) {
        super(actual, AlertAssert.class);
        this.sent = sent;
        this.origin = origin;
    }

    /**
     * Goes back to the detections that the alert is one of:
     * <pre>{@code assertThat(detections).firedRule("Terminal shell in container").hasField("proc.name", "bash")
     *         .returnToDetections().silentRule("Read sensitive file untrusted");}</pre>
     *
     * @throws IllegalStateException if these are assertions on an alert alone
     */
    @API(status = API.Status.EXPERIMENTAL)
    public DetectionsAssert returnToDetections() {
        if (origin == null) {
            throw new IllegalStateException(
                    "these are assertions on an alert alone: begin with assertThat(detections)");
        }
        return origin;
    }

    /**
     * Verifies the rule's priority.
     *
     * <p>For a rule of priority NOTICE, the first passes and the second fails:
     * <pre>{@code assertThat(alert).hasPriority(NOTICE);
     * assertThat(alert).hasPriority(CRITICAL);}</pre>
     *
     * @throws AssertionError if the rule has another priority
     */
    public AlertAssert hasPriority(Priority expected) {
        isNotNull();
        if (actual.priority() != expected) {
            failWithMessage("%s", FailureText.priority(actual, expected));
        }
        return this;
    }

    /**
     * Verifies the value of a field of the rule's output. Numbers are compared by value, lists element by element.
     *
     * <p>For a shell in pod jenkins-0, the first passes and the second fails. The third fails if the rule's output does
     * not mention the field:
     * <pre>{@code assertThat(alert).hasField("k8s.pod.name", "jenkins-0");
     * assertThat(alert).hasField("k8s.pod.name", "jenkins-1");
     * assertThat(alert).hasField("fd.name", "/etc/shadow");}</pre>
     *
     * @param field the field's name as in the output, such as {@code proc.aname[2]}
     * @param expected a string, number, boolean or list; null for an absent value
     * @throws AssertionError if the field has another value or is not in the output
     */
    public AlertAssert hasField(String field, @Nullable Object expected) {
        isNotNull();
        if (!actual.fields().containsKey(field)) {
            failWithMessage("%s", FailureText.noField(actual, field));
        }
        if (!same(actual.fields().get(field), expected)) {
            failWithMessage("%s", FailureText.field(actual, field, expected));
        }
        return this;
    }

    /**
     * Verifies that the message contains a string. The message is the rule's output with values, without time and
     * priority.
     *
     * <p>For the output {@code shell=%proc.name} and bash, the first passes and the second fails:
     * <pre>{@code assertThat(alert).hasOutputContaining("shell=bash");
     * assertThat(alert).hasOutputContaining("shell=zsh");}</pre>
     *
     * @throws AssertionError if it does not
     */
    public AlertAssert hasOutputContaining(String text) {
        isNotNull();
        if (!actual.message().contains(text)) {
            failWithMessage("%s", FailureText.output(actual, text));
        }
        return this;
    }

    /**
     * Verifies that the rule has a tag.
     *
     * <p>For a rule with {@code tags: [T1609]}, the first passes and the second fails:
     * <pre>{@code assertThat(alert).hasTag("T1609");
     * assertThat(alert).hasTag("T1059");}</pre>
     *
     * @throws AssertionError if it does not
     */
    public AlertAssert hasTag(String tag) {
        isNotNull();
        if (!actual.tags().contains(tag)) {
            failWithMessage("%s", FailureText.tag(actual, tag));
        }
        return this;
    }

    /**
     * Verifies that Falcosidekick sends a message of the alert, by the values of Falco's chart that the test's {@code config}
     * names. The alert must come from {@link DetectionsAssert}.
     *
     * <p>Passes for a rule of priority NOTICE if {@code minimumpriority} is {@code notice}, fails if it is {@code error}:
     * <pre>{@code assertThat(detections).firedRule("Terminal shell in container").reaches(ChatOutput.SLACK);}</pre>
     *
     * @return assertions on the message
     * @throws AssertionError if it sends none; the message says why
     */
    @API(status = API.Status.EXPERIMENTAL)
    public MessageAssert reaches(ChatOutput output) {
        isNotNull();
        ChatMessage message = sent == null ? null : sent.message(output).orElse(null);
        if (message == null) {
            failWithMessage("%s", FailureText.notReached(actual, sent, output));
        }
        return new MessageAssert(Objects.requireNonNull(message)).as(info.description());
    }

    /**
     * Verifies that Falcosidekick sends no message of the alert to an output.
     *
     * <p>Passes for a rule of priority NOTICE if {@code minimumpriority} is {@code error}, fails if it is {@code notice}:
     * <pre>{@code assertThat(detections).firedRule("Terminal shell in container").doesNotReach(ChatOutput.TEAMS);}</pre>
     *
     * @throws AssertionError if it sends one, or it is not known what it sends
     */
    @API(status = API.Status.EXPERIMENTAL)
    public AlertAssert doesNotReach(ChatOutput output) {
        isNotNull();
        if (sent == null || sent.payload().isEmpty() || sent.message(output).isPresent()) {
            failWithMessage("%s", FailureText.reached(actual, sent, output));
        }
        return this;
    }

    private static boolean same(@Nullable Object value, @Nullable Object expected) {
        if (value instanceof Number a && expected instanceof Number b) {
            return a.toString().equals(b.toString())
                    || a.doubleValue() == b.doubleValue() && a.longValue() == b.longValue();
        }
        return Objects.equals(value, expected);
    }

    /** Assertions on a message that Falcosidekick sends to people. */
    @API(status = API.Status.EXPERIMENTAL)
    public static final class MessageAssert extends AbstractAssert<MessageAssert, ChatMessage> {
        MessageAssert(ChatMessage actual) {
            super(actual, MessageAssert.class);
        }

        /**
         * Verifies that the message's text contains a string.
         *
         * <p>For a shell in pod jenkins-0, the first passes and the second fails:
         * <pre>{@code message.hasTextContaining("pod=jenkins-0");
         * message.hasTextContaining("pod=jenkins-1");}</pre>
         *
         * @throws AssertionError if it does not
         */
        public MessageAssert hasTextContaining(String text) {
            isNotNull();
            if (!actual.text().contains(text)) {
                failWithMessage(
                        "The message to %s must contain \"%s\", but its text is:%n    %s",
                        actual.output().label(), text, actual.text());
            }
            return this;
        }

        /**
         * Verifies that the message shows a field with a value. Falcosidekick shows only fields whose value is a string.
         *
         * <p>For a shell in pod jenkins-0, the first passes and the second fails:
         * <pre>{@code message.showsField("k8s.pod.name", "jenkins-0");
         * message.showsField("proc.tty", "34816");}</pre>
         *
         * @throws AssertionError if it does not
         */
        public MessageAssert showsField(String name, String value) {
            isNotNull();
            if (!actual.field(name).filter(value::equals).isPresent()) {
                failWithMessage(
                        "The message to %s must show %s with the value \"%s\", but shows %s",
                        actual.output().label(),
                        name,
                        value,
                        actual.field(name).map(other -> "\"" + other + "\"").orElse("no such field"));
            }
            return this;
        }
    }
}
