// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How busy the machine is, and how much longer a limit of time is for that. A limit says what is too long on a machine that is not
 * busy. Where a piece of work takes ten times its processor time, everything does, so a limit that has passed is then ten times longer.
 * Nothing is measured before a limit has passed.
 */
public final class Pace {
    /** Below this the machine is not busy: limits have room for that. */
    private static final double USUAL = 3;

    private static final double MOST = 20;

    /** Long enough that a busy scheduler takes the processor away. */
    private static final long WORK_NANOS = 20_000_000;

    private Pace() {}

    /** Waits for something. */
    @FunctionalInterface
    public interface Wait {
        /** Waits so long, and returns whether it came. */
        boolean await(Duration time) throws InterruptedException;
    }

    /** Waits for something, on a busy machine longer, and returns whether it came. */
    public static boolean await(Duration limit, Wait wait) throws InterruptedException {
        if (wait.await(limit)) {
            return true;
        }
        Duration longer = longer(limit);
        return !longer.isZero() && wait.await(longer);
    }

    /**
     * The result of something, for which a busy machine has longer.
     *
     * @throws TimeoutException if it takes longer still
     */
    public static <T> T get(Future<T> result, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            Duration longer = longer(limit);
            if (longer.isZero()) {
                throw e;
            }
            return result.get(longer.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** How much longer something may take whose limit has passed: nothing on a machine that is not busy. */
    public static Duration longer(Duration limit) {
        if (limit.isZero()) {
            return limit;
        }
        double slow = Math.min(MOST, slowness());
        return slow < USUAL ? Duration.ZERO : Duration.ofMillis((long) (limit.toMillis() * (slow - 1)));
    }

    /** The time that a piece of work takes, by its processor time. */
    private static double slowness() {
        long ran = ranNanos();
        long begin = System.nanoTime();
        long end = ran;
        while (ran >= 0 && end - ran < WORK_NANOS) {
            end = ranNanos();
            if (end < 0) {
                return 1;
            }
        }
        return ran < 0 ? 1 : (double) (System.nanoTime() - begin) / (end - ran);
    }

    /** This thread's processor time, or -1 where the kernel does not tell it. */
    private static long ranNanos() {
        try {
            String text = Files.readString(Path.of("/proc/thread-self/schedstat"));
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException e) {
            return -1;
        }
    }
}
