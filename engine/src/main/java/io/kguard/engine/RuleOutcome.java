// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a rule fared in a session.
 *
 * @param rule the rule
 * @param eventsReached events of its types that its condition was evaluated for
 * @param eventsMatched events that it matched
 * @param eventsHidden events that would have reached it, had an earlier rule not matched them first
 * @param atStart the events that reached it and that it matched before the first step
 * @param firstMatch how the condition came to hold the first time; empty if it never did
 * @param closest for a rule that never matched, the events that came closest, the closest first
 */
@API(status = API.Status.EXPERIMENTAL)
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

    /** The events that count from the first step on; all, if there were no steps. */
    public RuleCounts sinceStart() {
        return new RuleCounts(eventsReached - atStart.reached(), eventsMatched - atStart.matched());
    }
}
