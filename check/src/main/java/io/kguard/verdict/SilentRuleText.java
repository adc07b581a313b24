// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.event.EventSource;
import io.kguard.rule.Rule;
import java.util.Optional;

/** Explains why a rule stayed silent: it should have fired, or its silence proves nothing. */
final class SilentRuleText {
    private SilentRuleText() {}

    /** Why a rule did not fire that should have: the closest event, clause by clause. */
    static String of(Detections detections, RuleOutcome outcome) {
        return closest(detections, outcome)
                + unlogged(detections, outcome.rule()).replace("\n", "\n  ");
    }

    private static String closest(Detections detections, RuleOutcome outcome) {
        StringBuilder text = new StringBuilder(
                "Rule \"" + outcome.rule().name() + "\" did not fire in scenario " + detections.scenario() + ".\n  ");
        if (outcome.closest().isEmpty()) {
            return text.append(notReached(detections, outcome)).toString();
        }
        Explanation closest = outcome.closest().get(0);
        text.append(outcome.eventsReached()).append(" of ").append(detections.eventsSeen());
        text.append(" events reached it; the closest was event ")
                .append(closest.eventNumber())
                .append(", ")
                .append(closest.event())
                .append(":\n");
        ClauseTable.append(text, closest.clauses());
        closest.takenBy()
                .ifPresent(rule -> text.append("\n  Rule \"")
                        .append(rule.name())
                        .append("\" comes earlier and matched that event first. An event triggers only one rule.")
                        .append("\n  Move one of the two, make the earlier one narrower, or match all rules."));
        if (!outcome.unavailableFields().isEmpty()) {
            text.append("\n  ").append(unavailable(detections, outcome).replace("\n", "\n  "));
        }
        return text.toString();
    }

    private static String notReached(Detections detections, RuleOutcome outcome) {
        if (outcome.eventsHidden() > 0) {
            return "Earlier rules matched all " + outcome.eventsHidden()
                    + " events of its types first. An event triggers only one rule."
                    + "\n  Move the rule up, make the earlier ones narrower, or match all rules.";
        }
        Optional<String> otherSource = otherSource(detections, outcome.rule());
        if (otherSource.isPresent()) {
            return otherSource.get().replace("\n", "\n  ");
        }
        return "None of the " + detections.eventsSeen() + " events has a type that the rule looks at.\n"
                + "  Check evt.type in its condition, and whether the scenario does what the rule is about.";
    }

    /** Why the silence of a rule proves nothing that no event reached. */
    static String unreached(Detections detections, RuleOutcome outcome) {
        return nothingReached(detections, outcome) + unlogged(detections, outcome.rule());
    }

    private static String nothingReached(Detections detections, RuleOutcome outcome) {
        if (outcome.eventsReached() > 0) {
            return "It stayed silent, but only events before the first step, or of containers' own programs, reached its"
                    + " condition. Its silence proves nothing about the steps."
                    + "\nLet a step cause an event of the types that the rule looks at (evt.type).";
        }
        if (outcome.eventsHidden() > 0) {
            return "It stayed silent, but earlier rules matched all " + outcome.eventsHidden()
                    + " events of its types first, so its condition was never evaluated."
                    + "\nLet the scenario cause an event that only this rule looks at, or match all rules.";
        }
        Optional<String> otherSource = otherSource(detections, outcome.rule());
        if (otherSource.isPresent()) {
            return "It stayed silent, but that proves nothing. " + otherSource.get();
        }
        if (detections.origin() == EventOrigin.CAPTURE) {
            return unreachedInCapture(detections, outcome);
        }
        return "It stayed silent, but none of the " + detections.eventsSeen()
                + " events reached its condition, so its silence proves nothing."
                + "\nLet the scenario cause an event of the types that the rule looks at (evt.type).";
    }

    /** A capture lacks events that its recorder left out, and does not say which those are. */
    static String unreachedInCapture(Detections detections, RuleOutcome outcome) {
        return otherSource(detections, outcome.rule())
                .orElse("None of the " + detections.eventsSeen()
                        + " events of the capture has a type that the rule looks at (evt.type)."
                        + "\nThe capture does not say whether such events did not happen or were not recorded."
                        + " Record it again with all types of events.");
    }

    /** Why the silence of a rule proves nothing about the events that earlier rules matched. */
    static String hidden(RuleOutcome outcome) {
        long hidden = outcome.eventsHidden();
        Optional<String> taker = outcome.closest().stream()
                .map(Explanation::takenBy)
                .flatMap(Optional::stream)
                .map(Rule::name)
                .findFirst();
        return "It stayed silent, but earlier rules matched " + hidden + (hidden == 1 ? " event" : " events")
                + " of its types first, so its condition was not evaluated on "
                + (hidden == 1 ? "it." : "them.")
                + taker.map(name -> " One of those rules is \"" + name + "\".").orElse("")
                + "\nMove the rule up, make the earlier ones narrower, match all rules,"
                + " or allow it in the scenario: silent: [{rule: \""
                + outcome.rule().name() + "\", hidden: allowed}]";
    }

    /** Why the silence of a rule proves nothing whose fields had no value, because no event describes a cluster. */
    static String valueless(Detections detections, RuleOutcome outcome) {
        return "It stayed silent, but that proves nothing. " + unavailable(detections, outcome);
    }

    /** Which values are missing, and what to do. */
    private static String unavailable(Detections detections, RuleOutcome outcome) {
        String fields = String.join(", ", outcome.unavailableFields());
        return "Its condition reads " + fields + ", which had no value for any event: "
                + switch (detections.origin()) {
                    case LIVE -> "the scenario has no cluster.\nAdd to it: cluster: {}";
                    case CAPTURE ->
                        "the capture has no events of the plugin k8smeta.\nRecord it from a scenario with a cluster,"
                                + " or by a Falco that has the plugin.";
                    case AUDIT, LOG, WRITTEN ->
                        "only a cluster gives " + (outcome.unavailableFields().size() == 1 ? "it" : "them")
                                + " one.\nTest the rule on a scenario with cluster: {}.";
                };
    }

    /** That no event has the source of the rule; empty if that is not the cause. */
    private static Optional<String> otherSource(Detections detections, Rule rule) {
        String source = rule.source();
        boolean ofSystemCalls = source.equals(EventSource.SYSCALL.label());
        boolean forAudit = source.equals(EventSource.K8S_AUDIT.label());
        return switch (detections.origin()) {
            case AUDIT ->
                forAudit
                        ? Optional.empty()
                        : Optional.of("The " + detections.eventsSeen()
                                + " events come from an audit log, but the rule has the"
                                + " source " + source + ".\nTest the rule on a "
                                + (ofSystemCalls ? "scenario or a capture." : "log of that source: log."));
            case LOG ->
                Optional.of("None of the " + detections.eventsSeen() + " events of the log is of the rule's source "
                        + source
                        + "."
                        + (ofSystemCalls ? "\nTest the rule on a scenario or a capture." : ""));
            case LIVE, CAPTURE, WRITTEN ->
                ofSystemCalls
                        ? Optional.empty()
                        : Optional.of("None of the " + detections.eventsSeen()
                                + (forAudit
                                        ? " events is an audit event"
                                        : " events is of another source than system calls")
                                + ", but the rule has the source " + source + ".\n" + remedy(source));
        };
    }

    private static String remedy(String source) {
        if (source.equals(EventSource.K8S_AUDIT.label())) {
            return "Play a scenario with a cluster, or test the rule on an audit log.";
        }
        return source.equals(EventSource.CODING_AGENT.label())
                ? "Let a coding agent run a step (agent), or test the rule on a log of that source: log."
                : "Test the rule on a log of that source: log.";
    }

    /** What the audit policy of the cluster keeps from the rule, each line of which begins a new one; empty if nothing. */
    private static String unlogged(Detections detections, Rule rule) {
        if (detections.unlogged().isEmpty() || !rule.source().equals(EventSource.K8S_AUDIT.label())) {
            return "";
        }
        return "\nThe audit policy keeps this from the rule:\n  " + String.join("\n  ", detections.unlogged());
    }
}
