// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.time.Duration;

/** Counts the requests that have no end yet, for who must know that no audit event is to come. */
final class OpenRequests {
    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    /** Waits until there are none. Returns how many are left when the time is over. */
    synchronized int awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toMillis(); count > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return count;
    }
}
