// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.time.Instant;
import org.apiguardian.api.API;

/** Times of events. */
@API(status = API.Status.INTERNAL)
public final class EventTime {
    private static final long NANOS = 1_000_000_000L;

    private EventTime() {}

    /** The time now, in nanoseconds since the epoch. */
    public static long now() {
        return nanos(Instant.now());
    }

    /**
     * A time in nanoseconds since the epoch.
     *
     * @throws ArithmeticException if it is too far from the epoch
     */
    public static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }
}
