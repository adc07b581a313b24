// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.output.ChatMessage;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a message that Falcosidekick sends to people. */
@API(status = API.Status.EXPERIMENTAL)
public final class MessageAssert extends AbstractAssert<MessageAssert, ChatMessage> {
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
