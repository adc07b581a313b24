// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.internal.message.ConsoleText;
import org.apiguardian.api.API;

/**
 * A rule can't be judged: events are missing, the act did not take place, or nothing was evaluated. This is an error;
 * an {@link AssertionError} is a failure.
 */
@API(status = API.Status.INTERNAL)
public final class UntrustedException extends RuntimeException {
    /** The message is for the user. */
    public UntrustedException(String message) {
        super(ConsoleText.lines(message));
    }

    /**
     * Checks that detections can be trusted.
     *
     * @throws UntrustedException if there are doubts
     */
    public static void throwIfDoubted(Detections detections) {
        if (!detections.isTrusted()) {
            throw new UntrustedException(DoubtText.of(detections.scenario(), detections.doubts()));
        }
        if (detections.eventsSeen() == 0) {
            throw new UntrustedException("No event was seen in scenario " + detections.scenario() + ".");
        }
    }
}
