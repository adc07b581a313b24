// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The end of the first process that a rule fired on since the first step.
 *
 * @param rule the rule's name
 * @param fired when the event that the rule fired on happened, in nanoseconds since the epoch
 * @param after the time from the event that the rule fired on to the end of the process and of all that it started, by the
 *     clock of the kernel's events
 * @param killed whether a signal ended the process
 */
@API(status = API.Status.INTERNAL)
public record StoppedProcess(String rule, long fired, Duration after, boolean killed) {
    /** When it had ended, in nanoseconds since the epoch. */
    public long ended() {
        return fired + after.toNanos();
    }
}
