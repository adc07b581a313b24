// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.time.Duration;

/** Until when an image must have been read. However its archives are made, reading them has an end. */
final class Deadline {
    private final Duration limit;
    private final long start = System.nanoTime();

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    /** A deadline that begins now. */
    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /**
     * Looks at the clock.
     *
     * @throws IOException if the time is over
     */
    void check() throws IOException {
        if (System.nanoTime() - start >= limit.toNanos()) {
            throw new IOException("reading it takes longer than " + limit.toSeconds() + " s");
        }
    }
}
