// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/**
 * How many events a rule had until some moment.
 *
 * @param reached events of its types that its condition was evaluated for
 * @param matched events that it matched
 */
@API(status = API.Status.INTERNAL)
public record RuleCounts(long reached, long matched) {
    /** None yet. */
    public static final RuleCounts NONE = new RuleCounts(0, 0);
}
