// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.output.ChatOutput;
import io.kguard.output.SentAlert;
import io.kguard.rule.Priority;
import io.kguard.verdict.Detections;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What assertions say when they fail. */
final class FailureText {
    private static final int MAX_MESSAGE = 300;
    private static final int MAX_SHOWN = 10;
    private static final String NO_CONFIG =
            "it is not known what Falcosidekick sends. Name the values of Falco's chart: @KGuard(config = \"values.yaml\")";

    private FailureText() {}

    static String notAlone(String scenario, String rule, List<Alert> others) {
        return "Rule \"" + rule + "\" fired in scenario " + scenario + ", but not alone.\n  Alerts of other rules:"
                + listed(others) + "\n  If they may fire too, use firedRule.";
    }

    static String alerts(String scenario, List<Alert> alerts) {
        return "Scenario " + scenario + " must trigger no rule, but it did:" + listed(alerts);
    }

    private static String listed(List<Alert> alerts) {
        String shown = alerts.stream()
                .limit(MAX_SHOWN)
                .map(alert -> "\n    " + line(alert))
                .collect(Collectors.joining());
        int left = alerts.size() - MAX_SHOWN;
        return left > 0 ? shown + "\n    and " + left + " more" : shown;
    }

    private static String line(Alert alert) {
        String message = alert.message();
        return alert.ruleName() + ", event " + alert.eventNumber() + ": "
                + (message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...");
    }

    static String notChanged(Detections detections, String object, String after) {
        String title = "In scenario " + detections.scenario() + " " + object + " must become: " + after;
        return detections.cluster().isEmpty()
                ? title + ", but nothing was triggered in a cluster."
                : title + ", but this is the cluster:" + lines(detections.cluster());
    }

    static String noReaction(Detections detections, String actionner, String target) {
        String title =
                "The alerts of scenario " + detections.scenario() + " must trigger " + actionner + " on " + target;
        return detections.reactions().isEmpty()
                ? title + ", but they triggered nothing."
                : title + ", but they triggered this:" + lines(detections.reactions());
    }

    static String reaction(Detections detections) {
        return "The alerts of scenario " + detections.scenario() + " must trigger nothing, but they triggered this:"
                + lines(detections.reactions());
    }

    private static String lines(List<?> things) {
        return things.stream().map(thing -> "\n    " + thing).collect(Collectors.joining());
    }

    static String notStopped(Detections detections, String rule, Duration time, @Nullable StoppedProcess end) {
        String reason = end == null
                ? "there is none that has ended"
                : end.killed() ? "it took " + end.after().toMillis() + " ms" : "it ended by itself";
        return "The process that \"" + rule + "\" fired on in scenario " + detections.scenario()
                + " must be stopped within " + time.toMillis() + " ms, but " + reason + ".";
    }

    static String priority(Alert alert, Priority expected) {
        return subject(alert) + " has another priority.\n    expected: " + expected.label() + "\n    actual:   "
                + alert.priority().label();
    }

    static String field(Alert alert, String field, @Nullable Object expected) {
        return subject(alert) + " has another value of " + field + ".\n    expected: " + text(expected)
                + "\n    actual:   " + text(alert.fields().get(field));
    }

    static String noField(Alert alert, String field) {
        Map<String, @Nullable Object> fields = alert.fields();
        String known = fields.keySet().stream()
                .map(name -> "\n    " + name + " = " + text(fields.get(name)))
                .collect(Collectors.joining());
        return subject(alert) + " has no field " + field + ": the rule's output does not mention it."
                + (known.isEmpty() ? "" : "\n  Its fields:" + known) + "\n  Add %" + field
                + " to the output of the rule, or assert on one of these.";
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "(missing)";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    static String output(Alert alert, String text) {
        return subject(alert) + " does not contain this string in its output:\n    " + text + "\n  The output is:\n    "
                + alert.message();
    }

    static String tag(Alert alert, String tag) {
        return subject(alert) + " has no tag " + tag + ".\n    its tags: "
                + (alert.tags().isEmpty() ? "none" : String.join(", ", alert.tags()));
    }

    private static String subject(Alert alert) {
        return "The alert of rule \"" + alert.ruleName() + "\" for event " + alert.eventNumber();
    }

    static String notReached(Alert alert, @Nullable SentAlert sent, ChatOutput output) {
        return "The alert of rule \"" + alert.ruleName() + "\" must reach " + output.label() + ", but does not: "
                + (sent == null ? NO_CONFIG : sent.reason(output));
    }

    static String reached(Alert alert, @Nullable SentAlert sent, ChatOutput output) {
        String title = "The alert of rule \"" + alert.ruleName() + "\" must not reach " + output.label() + ", but ";
        if (sent == null) {
            return title + NO_CONFIG;
        }
        return sent.payload().isEmpty()
                ? title + "this proves nothing: " + sent.reason(output)
                : title + "does:\n    "
                        + sent.message(output).map(Object::toString).orElse("");
    }
}
