// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sensor.Pace;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs an action when a time limit has passed, unless it is closed before. */
public final class Watchdog implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = newClock("kguard-watchdog");

    private ScheduledFuture<?> alarm;
    private Duration limit;
    private boolean closed;
    private boolean fired;

    private Watchdog(Duration patience, Runnable action, boolean exact) {
        this.limit = patience;
        Runnable alarmed = exact ? () -> fire(action) : () -> passed(action);
        this.alarm = CLOCK.schedule(alarmed, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** With a limit that is longer on a busy machine ({@link Pace}). */
    public static Watchdog after(Duration patience, Runnable action) {
        return new Watchdog(patience, action, false);
    }

    /** With a limit that means what it says, such as that of a probe. */
    public static Watchdog exactlyAfter(Duration limit, Runnable action) {
        return new Watchdog(limit, action, true);
    }

    /** A thread that forgets what is cancelled, and does not keep the JVM alive. */
    static ScheduledThreadPoolExecutor newClock(String name) {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private void passed(Runnable action) {
        Duration longer = Pace.longer(limit);
        if (longer.isZero()) {
            fire(action);
            return;
        }
        synchronized (this) {
            if (!closed) {
                limit = limit.plus(longer);
                alarm = CLOCK.schedule(() -> fire(action), longer.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private synchronized void fire(Runnable action) {
        if (!closed) {
            fired = true;
            action.run();
        }
    }

    public synchronized boolean fired() {
        return fired;
    }

    /** The time that it had, or has. */
    public synchronized Duration limit() {
        return limit;
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(false);
    }
}
