// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.condition.ClauseCoverage.ClauseDecisions;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What was measured of a rule.
 *
 * @param decisions which clauses decided for its events
 * @param variants the variants that were true for an event, by its cause
 * @param nanos the time that evaluating the rule took, each event again; 0 if it was not measured
 */
@API(status = API.Status.INTERNAL)
public record Measured(ClauseDecisions decisions, Map<EventCause, BitSet> variants, long nanos) {
    public Measured {
        Map<EventCause, BitSet> copies = new EnumMap<>(EventCause.class);
        variants.forEach((cause, bits) -> copies.put(cause, (BitSet) bits.clone()));
        variants = Map.copyOf(copies);
    }

    /** The variants that were true for an event due to one of these. */
    public BitSet variants(Set<EventCause> causes) {
        BitSet some = new BitSet();
        variants.forEach((cause, bits) -> {
            if (causes.contains(cause)) {
                some.or(bits);
            }
        });
        return some;
    }

    /** What decided a check that the rule fires on an event due to one of these. */
    public ClauseCoverage firing(Set<EventCause> causes) {
        return decisions.ofFiring(cause -> causes.contains(EventCause.values()[cause]));
    }

    /** What decided a check that the rule stays silent. */
    public ClauseCoverage silent() {
        return decisions.ofSilence();
    }
}
