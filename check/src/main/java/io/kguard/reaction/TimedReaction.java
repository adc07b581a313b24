// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import org.apiguardian.api.API;

/**
 * The result of an action, and when it was. Times are in nanoseconds since the epoch.
 *
 * @param result the result
 * @param event when the event of the alert happened
 * @param begun when the action began
 * @param ended when it ended
 */
@API(status = API.Status.INTERNAL)
public record TimedReaction(ReactionResult result, long event, long begun, long ended) {}
