// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.time.Duration;

/** Counts the requests or the tasks in progress, to know when nothing more will come of them. */
final class InProgress {
    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    /** Waits until there are none. Returns whether that came within the time limit. */
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toMillis(); count > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return count == 0;
    }

    synchronized int count() {
        return count;
    }
}
