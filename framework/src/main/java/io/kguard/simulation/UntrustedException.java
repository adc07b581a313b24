// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import org.apiguardian.api.API;

/**
 * Nothing can be said about a rule: events are missing, the act did not take place, or nothing was judged. An error, where
 * an {@link AssertionError} is a failure.
 */
@API(status = API.Status.INTERNAL)
public final class UntrustedException extends RuntimeException {
    /** An exception with a text for people. */
    public UntrustedException(String message) {
        super(message);
    }

    /**
     * Refuses detections that can't be trusted.
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
