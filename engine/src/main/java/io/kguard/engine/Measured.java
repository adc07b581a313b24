// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.ClauseCoverage;
import java.util.BitSet;
import org.apiguardian.api.API;

/**
 * What was measured of a rule.
 *
 * @param coverage what its events showed of the clauses
 * @param variantsAtStart the variants that were true for an event before the first step
 * @param variants the variants that were true for an event since the first step
 * @param nanos the time that evaluating the rule took, each event anew; 0 if it was not measured
 */
@API(status = API.Status.INTERNAL)
public record Measured(ClauseCoverage coverage, BitSet variantsAtStart, BitSet variants, long nanos) {
    public Measured {
        variantsAtStart = (BitSet) variantsAtStart.clone();
        variants = (BitSet) variants.clone();
    }

    @Override
    public BitSet variantsAtStart() {
        return (BitSet) variantsAtStart.clone();
    }

    @Override
    public BitSet variants() {
        return (BitSet) variants.clone();
    }
}
