// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.process;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs an action when a time limit has passed, unless it is closed before. */
public final class Watchdog implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor CLOCK = newClock();

    private final ScheduledFuture<?> alarm;
    private boolean closed;
    private boolean fired;

    private Watchdog(Duration patience, Runnable action) {
        this.alarm = CLOCK.schedule(() -> fire(action), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static Watchdog after(Duration patience, Runnable action) {
        return new Watchdog(patience, action);
    }

    private static ScheduledThreadPoolExecutor newClock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "kguard-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
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

    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel(false);
    }
}
