// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * The result of a rule in a session.
 *
 * @param rule the rule
 * @param counts how many events of each cause its condition was evaluated on, and how many it matched
 * @param eventsHidden events that it did not see because an earlier rule matched them first
 * @param firstMatch how the condition became true for the first time; empty if it never did
 * @param closest for a rule that never matched, the events that came closest, the closest first
 * @param unavailableFields the fields of its condition that had no value for any event, because no event describes a cluster: those of
 *     the plugin {@code k8smeta}
 * @param measured what was measured besides; empty if nothing was to be measured
 */
@API(status = API.Status.EXPERIMENTAL)
public record RuleOutcome(
        Rule rule,
        @API(status = API.Status.INTERNAL) Map<EventCause, RuleCounts> counts,
        long eventsHidden,
        @API(status = API.Status.INTERNAL) Optional<Explanation> firstMatch,
        @API(status = API.Status.INTERNAL) List<Explanation> closest,
        List<String> unavailableFields,
        @API(status = API.Status.INTERNAL) Optional<Measured> measured) {
    private static final Set<EventCause> ALL = EnumSet.allOf(EventCause.class);

    /** Copies the lists. */
    public RuleOutcome {
        counts = Map.copyOf(counts);
        closest = List.copyOf(closest);
        unavailableFields = List.copyOf(unavailableFields);
    }

    /** The counts of events that are due to one of these. */
    @API(status = API.Status.INTERNAL)
    public RuleCounts counts(Set<EventCause> causes) {
        return causes.stream()
                .map(cause -> counts.getOrDefault(cause, RuleCounts.NONE))
                .reduce(RuleCounts.NONE, RuleCounts::plus);
    }

    /** Events of its types that its condition was evaluated on. */
    public long eventsReached() {
        return counts(ALL).reached();
    }

    /** Events that it matched. */
    public long eventsMatched() {
        return counts(ALL).matched();
    }
}
