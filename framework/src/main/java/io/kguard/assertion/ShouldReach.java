// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** A message does not arrive, or arrives where it must not. */
final class ShouldReach extends BasicErrorMessageFactory {
    private ShouldReach(String text) {
        super("%s", unquotedString(text));
    }

    ShouldReach(Alert alert, @Nullable SentAlert sent, ChatOutput output) {
        this("The alert of rule \"" + alert.ruleName() + "\" must reach " + output.label() + ", but does not: "
                + (sent == null ? NO_CONFIG : sent.reason(output)));
    }

    private static final String NO_CONFIG =
            "it is not known what Falcosidekick sends. Name the values of Falco's chart: @KGuard(config = \"values.yaml\")";

    static ShouldReach not(Alert alert, @Nullable SentAlert sent, ChatOutput output) {
        String title = "The alert of rule \"" + alert.ruleName() + "\" must not reach " + output.label() + ", but ";
        if (sent == null) {
            return new ShouldReach(title + NO_CONFIG);
        }
        return new ShouldReach(
                sent.payload().isEmpty()
                        ? title + "this proves nothing: " + sent.reason(output)
                        : title + "does:\n    "
                                + sent.message(output).map(Object::toString).orElse(""));
    }
}
