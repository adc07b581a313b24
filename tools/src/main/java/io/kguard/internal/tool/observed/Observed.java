// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import io.kguard.engine.EventCause;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Findings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was observed in an attack that does not prove its effect.
 *
 * @param scenario its id
 * @param fired the rules that fired on what its steps did; if it has none, on the start of its pods
 * @param failed the steps that ended with another status than 0, in words
 * @param doubt why that can't be trusted; empty if it can
 */
record Observed(String scenario, List<String> fired, List<String> failed, String doubt) {
    private static final int MAX_REASON = 80;

    Observed {
        fired = List.copyOf(fired);
        failed = List.copyOf(failed);
    }

    static Observed of(Detections detections) {
        return new Observed(
                detections.scenario(),
                detections.isTrusted() ? fired(detections) : List.of(),
                failed(detections.steps()),
                String.join("\n", detections.doubts()));
    }

    /** What the start of pods causes is not done by the steps, if there are some. */
    private static List<String> fired(Detections detections) {
        if (detections.steps().isEmpty()) {
            return detections.firedRules();
        }
        Set<EventCause> later = EnumSet.complementOf(EnumSet.of(EventCause.START));
        Set<String> ofSteps = detections.outcomes().stream()
                .filter(outcome -> outcome.counts(later).matched() > 0)
                .map(outcome -> outcome.rule().name())
                .collect(Collectors.toSet());
        return detections.firedRules().stream().filter(ofSteps::contains).toList();
    }

    private static List<String> failed(List<Findings.RanStep> steps) {
        List<String> failed = new ArrayList<>();
        for (int at = 0; at < steps.size(); at++) {
            Findings.RanStep step = steps.get(at);
            if (step.exit() != 0) {
                String reason = reason(step.output());
                failed.add("step " + (at + 1) + " of " + steps.size() + " ended with " + step.exit()
                        + (reason.isEmpty() ? "" : " (" + reason + ")"));
            }
        }
        return failed;
    }

    /** The last line of an output: there a shell says what it did not find. */
    private static String reason(String output) {
        String last = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (before, line) -> line);
        return last.length() <= MAX_REASON ? last : last.substring(0, MAX_REASON - 3) + "...";
    }

    boolean isTrusted() {
        return doubt.isEmpty();
    }

    /** Whether all steps ended with 0. */
    boolean worked() {
        return failed.isEmpty();
    }
}
