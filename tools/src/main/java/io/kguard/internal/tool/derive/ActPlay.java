// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.engine.Alert;
import io.kguard.engine.EventCause;
import io.kguard.engine.Matching;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.JsonWriter;
import io.kguard.event.MalformedEventException;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.rule.Rule;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates a rule, and other conditions beside it, on acts: by the engine, among all rules, as a run does. */
record ActPlay(RuleSet rules, Rule rule) {
    private static final String UNREACHED = "no event of the act reaches the rule";
    private static final Set<EventCause> ALL = EnumSet.allOf(EventCause.class);

    /**
     * A play for a rule as in a run: where an event triggers only the first rule that matches, earlier rules take events.
     *
     * @param rules the rules that are evaluated, among them this one
     */
    static ActPlay among(RuleSet rules, Rule rule) {
        return rules.options().matching() == Matching.FIRST ? new ActPlay(rules, rule) : alone(rules, rule);
    }

    /** A play for a rule without any other rule. */
    static ActPlay alone(RuleSet rules, Rule rule) {
        return new ActPlay(rules.alone(rule), rule);
    }

    /**
     * The outcome of an act.
     *
     * @param fires whether the rule fired
     * @param earlier the rules that took events which this rule would have seen
     * @param conditions the conditions that were true for an event that the rule saw
     * @param doubt why a silent rule proves nothing on this act; empty if it does
     * @param alert the rule's first alert; null if there is none
     */
    record Played(
            boolean fires,
            List<Rule> earlier,
            BitSet conditions,
            String doubt,
            @Nullable Alert alert) {
        Played {
            earlier = List.copyOf(earlier);
            conditions = (BitSet) conditions.clone();
        }

        /** Whether the rule saw the act and stayed silent. */
        boolean staysSilent() {
            return !fires && doubt.isEmpty();
        }

        /** The same of a rule that Falco may not evaluate on such events at all. Another one must have seen them. */
        boolean isWithoutAlert() {
            return staysSilent() || !fires && doubt.equals(UNREACHED);
        }
    }

    /** Plays an act. One that can't be read or judged is a doubt. */
    Played play(Act act, Variants conditions) {
        Session session = Session.of(
                rules.measuring(new Measures(Map.of(rule.name(), conditions))).explaining(Set.of()), alert -> {});
        try {
            run(act, session);
        } catch (EventScriptException | SourceLogException | MalformedEventException e) {
            return new Played(false, List.of(), new BitSet(), String.valueOf(e.getMessage()), null);
        }
        RuleOutcome outcome = session.outcomes().stream()
                .filter(each -> each.rule().equals(rule))
                .findFirst()
                .orElseThrow();
        List<Rule> earlier = outcome.eventsHidden() == 0
                ? List.of()
                : session.alerts().stream()
                        .map(Alert::rule)
                        .filter(other -> !other.equals(rule) && other.source().equals(rule.source()))
                        .distinct()
                        .collect(Collectors.toList());
        BitSet met = outcome.measured()
                .map(measured -> measured.variants(ALL))
                .orElseThrow(() -> new IllegalStateException("nothing was measured of " + rule.name()));
        Alert alert = session.alerts().stream()
                .filter(each -> each.rule().equals(rule))
                .findFirst()
                .orElse(null);
        return new Played(outcome.eventsMatched() > 0, earlier, met, doubt(session, outcome, earlier), alert);
    }

    private static String doubt(Session session, RuleOutcome outcome, List<Rule> earlier) {
        if (!session.doubts().isEmpty()) {
            return session.doubts().get(0);
        }
        if (!outcome.unavailableFields().isEmpty()) {
            return outcome.unavailableFields().get(0) + " has no value for any event";
        }
        if (!earlier.isEmpty()) {
            return "the rule \"" + earlier.get(0).name() + "\" takes the event first";
        }
        return outcome.eventsReached() == 0 ? UNREACHED : "";
    }

    private void run(Act act, Session session) throws SourceLogException {
        if (act instanceof Act.Script script) {
            EventBuilder events = EventScript.parse(
                    "the derived events", json(script.tree()), rules.options().version());
            events.play(session, session::judge);
            return;
        }
        Act.Documents documents = (Act.Documents) act;
        EventSource source = rules.sources().named(documents.source()).orElseThrow();
        for (Map<String, Object> event : documents.events()) {
            SourceLog.parse(json(event), rules.sources(), source).forEach(session::judge);
        }
    }

    private static String json(Object tree) {
        return JsonWriter.compact().tree(tree).json();
    }
}
