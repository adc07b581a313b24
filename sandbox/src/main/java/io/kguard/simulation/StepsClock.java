// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Bounds the time that the steps of a simulation take together. Each has a limit of its own, and there may be many. */
final class StepsClock {
    static final Duration LIMIT = Duration.ofMinutes(30);

    private final LongSupplier nanos;
    private final long start;

    StepsClock() {
        this(System::nanoTime);
    }

    StepsClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /**
     * Called before each step.
     *
     * @throws ActFailedException if the steps before took too long
     */
    void beforeStep(int number) {
        if (nanos.getAsLong() - start > LIMIT.toNanos()) {
            throw new ActFailedException("step " + number + " was not begun: the steps before took more than "
                    + LIMIT.toMinutes() + " minutes, the limit of all steps together");
        }
    }
}
