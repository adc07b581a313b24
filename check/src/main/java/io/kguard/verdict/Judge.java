// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleCounts;
import io.kguard.engine.RuleOutcome;
import io.kguard.internal.message.Nearest;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.ExpectedAlert;
import io.kguard.scenario.Expectation.Outcome;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Derives a verdict from what was detected and what is expected. Any doubt makes it an error. */
@API(status = API.Status.INTERNAL)
public final class Judge {
    private static final Verdict PASSED = new Verdict.Passed();
    private static final String NO_BLIND_SPOT =
            "The scenario says expect: {blind: ...}, but Falco would have seen everything that its steps did. The"
                    + " rule's silence has another reason.\nRemove the rule from it, or let a step do something that Falco does"
                    + " not see.";

    private static final String UNSIMULATED =
            "With it, the act might go another way, so a rule that stays silent proves nothing. Remove the field, or"
                    + " write the check as fires.";

    private Judge() {}

    public static Verdict judge(Detections detections, Expectation expectation) {
        String rule = expectation.rule();
        if (!detections.lacking().isEmpty()) {
            return new Verdict.NotRun(detections.lacking());
        }
        if (!detections.isTrusted()) {
            return errored(detections, rule, detections.doubts());
        }
        if (detections.eventsSeen() == 0 && detections.unlogged().isEmpty()) {
            return errored(detections, rule, List.of("no event was seen"));
        }
        String doubt = MessageJudge.doubt(detections, expectation);
        if (!doubt.isEmpty()) {
            return errored(detections, rule, List.of(doubt));
        }
        if (!detections.failures().isEmpty()) {
            return new Verdict.Failed(String.join("\n", detections.failures()));
        }
        Optional<RuleOutcome> found = detections.outcome(rule);
        if (found.isEmpty()) {
            return errored(detections, rule, List.of(notEvaluated(detections, rule)));
        }
        RuleOutcome outcome = found.get();
        RuleCounts counts = outcome.counts(expectation.from().causes());
        boolean fired = outcome.eventsMatched() > 0;
        if (expectation.outcome() == Outcome.FIRES) {
            if (counts.matched() > 0) {
                return judgeAlerts(detections, expectation);
            }
            if (detections.origin() == EventOrigin.CAPTURE
                    && outcome.eventsReached() == 0
                    && outcome.eventsHidden() == 0) {
                return errored(detections, rule, List.of(SilentRuleText.unreachedInCapture(detections, outcome)));
            }
            return new Verdict.Failed(
                    fired ? FiredRuleText.otherCause(detections, outcome) : SilentRuleText.of(detections, outcome));
        }
        if (outcome.counts(expectation.forbidden()).matched() > 0) {
            return new Verdict.Failed(FiredRuleText.unexpected(detections, outcome, expectation.forbidden()));
        }
        if (!detections.unsimulated().isEmpty()) {
            return errored(detections, rule, unsimulated(detections));
        }
        if (!outcome.unavailableFields().isEmpty()) {
            return errored(detections, rule, List.of(SilentRuleText.valueless(detections, outcome)));
        }
        if (!detections.refusals().isEmpty()) {
            return errored(detections, rule, detections.refusals());
        }
        if (expectation.outcome() == Outcome.BLIND) {
            return detections.blindSpots().isEmpty() ? errored(detections, rule, List.of(NO_BLIND_SPOT)) : PASSED;
        }
        if (!detections.blindSpots().isEmpty()) {
            return errored(detections, rule, detections.blindSpots());
        }
        if (counts.reached() == 0) {
            return errored(detections, rule, List.of(SilentRuleText.unreached(detections, outcome)));
        }
        if (outcome.eventsHidden() > 0 && !expectation.hiddenAllowed()) {
            return errored(detections, rule, List.of(SilentRuleText.hidden(outcome)));
        }
        return PASSED;
    }

    /** Looks for the alert that is expected of a rule that fired. */
    private static Verdict judgeAlerts(Detections detections, Expectation expectation) {
        ExpectedAlert expected = expectation.alert();
        List<Alert> alerts =
                detections.alertsOf(expectation.rule(), expectation.from().causes());
        if (expected.isAny() && expectation.reaches().isEmpty()) {
            return PASSED;
        }
        List<Alert> met = alerts.stream()
                .filter(alert -> expected.differences(alert).isEmpty())
                .toList();
        if (met.isEmpty()) {
            return new Verdict.Failed(FiredRuleText.otherAlert(detections, expectation, alerts));
        }
        String failure = MessageJudge.failure(detections, expectation, met);
        return failure.isEmpty() ? PASSED : new Verdict.Failed(failure);
    }

    private static String notEvaluated(Detections detections, String rule) {
        List<String> evaluated = detections.outcomes().stream()
                .map(outcome -> outcome.rule().name())
                .toList();
        return "the rule was not evaluated: it is not in the rule files, or they disable it"
                + Optional.ofNullable(Nearest.of(rule, evaluated))
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("");
    }

    /** Why silence does not count where a simulation left out fields of a manifest. */
    private static List<String> unsimulated(Detections detections) {
        return detections.unsimulated().stream()
                .map(field -> field + ".\n" + UNSIMULATED)
                .toList();
    }

    private static Verdict errored(Detections detections, String rule, List<String> doubts) {
        return new Verdict.Errored(DoubtText.of(rule, detections.scenario(), doubts));
    }
}
