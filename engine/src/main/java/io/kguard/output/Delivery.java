// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import org.apiguardian.api.API;

/**
 * How much arrived at a channel.
 *
 * @param channel the channel's name and destination
 * @param delivered alerts that arrived, as far as a sender can know
 * @param lost all others: alerts that did not arrive or may not have arrived
 * @param reason the reason of the last loss; empty if all arrived
 */
@API(status = API.Status.INTERNAL)
public record Delivery(String channel, long delivered, long lost, String reason) {
    /** What did not arrive and why; empty if everything did. */
    public String loss() {
        return lost == 0
                ? ""
                : channel + ": " + lost + " of " + (delivered + lost)
                        + " alerts did not arrive or are not known to have arrived; the last: " + reason;
    }
}
