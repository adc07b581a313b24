// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Polls for conditions that nothing notifies of. */
final class Patience {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Patience() {}

    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Polls a condition until it is true or the time limit has passed. Returns whether it was true. */
    static boolean until(Duration patience, Condition condition) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
