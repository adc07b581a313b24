// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The result of a rule in a session.
 *
 * @param rule the rule
 * @param eventsReached events of its types that its condition was evaluated on
 * @param eventsMatched events that it matched
 * @param eventsHidden events that it did not see because an earlier rule matched them first
 * @param atStart the counts before the first step
 * @param firstMatch how the condition became true for the first time; empty if it never did
 * @param closest for a rule that never matched, the events that came closest, the closest first
 * @param unfed the fields of its condition that had no value for any event, because nothing told of a cluster: those of
 *     the plugin {@code k8smeta}
 * @param measured what was measured besides; empty if nothing was to be measured
 */
@API(status = API.Status.EXPERIMENTAL)
public record RuleOutcome(
        Rule rule,
        long eventsReached,
        long eventsMatched,
        long eventsHidden,
        RuleCounts atStart,
        Optional<Explanation> firstMatch,
        List<Explanation> closest,
        List<String> unfed,
        Optional<Measured> measured) {
    /** Copies the lists. */
    public RuleOutcome {
        closest = List.copyOf(closest);
        unfed = List.copyOf(unfed);
    }

    /** The counts since the first step; all counts if there were no steps. */
    public RuleCounts sinceStart() {
        return new RuleCounts(eventsReached - atStart.reached(), eventsMatched - atStart.matched());
    }
}
