// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.internal.message.Wording;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import io.kguard.scenario.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges whether messages of alerts arrive where they must. */
final class MessageJudge {
    private static final String NO_VALUES = "messages must arrive, but nothing says what Falcosidekick sends.\n"
            + "Name the values of Falco's Helm chart: " + Wording.given("config")
            + "=values.yaml, or @KGuard(config = \"values.yaml\")";

    private MessageJudge() {}

    /** Why nothing can be judged; empty if it can. */
    static String doubt(Detections detections, Expectation expectation) {
        return expectation.reaches().isEmpty() || detections.knowsSidekick() ? "" : NO_VALUES;
    }

    /**
     * What keeps the messages from arriving; empty if at each output one arrives.
     *
     * @param alerts the alerts that are as expected
     */
    static String failure(Detections detections, Expectation expectation, List<Alert> alerts) {
        List<String> missing = new ArrayList<>();
        for (ChatOutput output : expectation.reaches()) {
            Optional<String> reason = reason(detections, output, alerts);
            reason.ifPresent(why -> missing.add("\n    " + output.label() + ": " + why));
        }
        return missing.isEmpty()
                ? ""
                : "Rule \"" + expectation.rule() + "\" fired in scenario " + detections.scenario()
                        + ", but its message does not arrive." + String.join("", missing);
    }

    /** Why no alert arrives at an output; empty if one does. */
    private static Optional<String> reason(Detections detections, ChatOutput output, List<Alert> alerts) {
        String reason = "there is no alert";
        for (Alert alert : alerts) {
            Optional<SentAlert> sent = detections.sent(alert);
            if (sent.isPresent() && sent.get().message(output).isPresent()) {
                return Optional.empty();
            }
            reason = sent.map(some -> some.reason(output)).orElse(NO_VALUES);
        }
        return Optional.of(reason);
    }
}
