// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/**
 * A rule's event counts.
 *
 * @param reached events of the rule's types that its condition was evaluated on
 * @param matched events that it matched
 */
@API(status = API.Status.INTERNAL)
public record RuleCounts(long reached, long matched) {
    public static final RuleCounts NONE = new RuleCounts(0, 0);

    RuleCounts plus(RuleCounts other) {
        return new RuleCounts(reached + other.reached, matched + other.matched);
    }
}
