// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.message.ConsoleText;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A rule can't be judged: events are missing, the act did not take place, or nothing was evaluated. This is an error;
 * an {@link AssertionError} is a failure.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class UntrustedException extends KguardException {
    /** The message is for the user. */
    @API(status = API.Status.INTERNAL)
    public UntrustedException(String message) {
        super(ConsoleText.lines(message));
    }

    /**
     * Checks that detections can be trusted.
     *
     * @throws UntrustedException if there are doubts
     */
    @API(status = API.Status.INTERNAL)
    public static void throwIfDoubted(Detections detections) {
        reasonAgainst(detections).ifPresent(reason -> {
            throw new UntrustedException(reason);
        });
    }

    /** Why detections can't be trusted; empty if they can. */
    @API(status = API.Status.INTERNAL)
    public static Optional<String> reasonAgainst(Detections detections) {
        if (!detections.isTrusted()) {
            return Optional.of(DoubtText.of(detections.scenario(), detections.doubts()));
        }
        return detections.eventsSeen() == 0
                ? Optional.of("No event was seen in scenario " + detections.scenario() + ".")
                : Optional.empty();
    }
}
