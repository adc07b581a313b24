package io.kguard.simulation;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleStatistics;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import java.util.List;
import java.util.Optional;

/**
 * How a rule fared in a simulation.
 *
 * @param rule the rule
 * @param eventsReached events of its types that its condition was evaluated for
 * @param eventsMatched events that it matched
 * @param eventsHidden events that would have reached it, had an earlier rule not matched them first
 * @param atStart the events that reached it and that it matched before the first step
 * @param firstMatch how the condition came to hold the first time; empty if it never did
 * @param closest for a rule that never matched, the events that came closest, the closest first
 */
public record RuleOutcome(
        Rule rule,
        long eventsReached,
        long eventsMatched,
        long eventsHidden,
        RuleCounts atStart,
        Optional<Explanation> firstMatch,
        List<Explanation> closest) {
    /** Copies the list. */
    public RuleOutcome {
        closest = List.copyOf(closest);
    }

    /** How a rule fared by the counts of the engine that evaluated it. */
    static RuleOutcome of(Rule rule, RuleStatistics engine, Optional<Explanation> firstMatch) {
        long matched = engine.matched(rule);
        List<Explanation> closest = matched == 0 ? engine.closest(rule) : List.of();
        return new RuleOutcome(
                rule, engine.reached(rule), matched, engine.hidden(rule), RuleCounts.NONE, firstMatch, closest);
    }

    RuleOutcome withStart(RuleCounts value) {
        return new RuleOutcome(rule, eventsReached, eventsMatched, eventsHidden, value, firstMatch, closest);
    }

    /** The events that count for an expectation. */
    RuleCounts counts(Expectation.From from) {
        return from == Expectation.From.START
                ? new RuleCounts(eventsReached, eventsMatched)
                : new RuleCounts(eventsReached - atStart.reached(), eventsMatched - atStart.matched());
    }
}
