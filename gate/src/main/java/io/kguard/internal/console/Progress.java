// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.console;

import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What is said while simulations run: how many checks are made or scenarios played, how many did not pass, and how long the rest may
 * take. On a terminal one line that changes; elsewhere a line every few seconds, so that a log stays short.
 */
public final class Progress implements Consumer<CheckResult> {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;

    /** The first ones start together, and wait for what all need: so many of them say how long the rest may take. */
    private static final int FIRST = 20;

    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;

    /** From so many on the next larger unit is told. */
    private static final long MANY = 2;

    private final Console console;
    private final String what;
    private final int total;
    private final LongSupplier nanos;
    private final long start;
    private long said;
    private int made;
    private int unmet;

    /** The progress of checks. */
    public Progress(Console console, int total, LongSupplier nanos) {
        this(console, "checks made", total, nanos);
    }

    private Progress(Console console, String what, int total, LongSupplier nanos) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.said = start;
    }

    /** The progress of scenarios that are played. */
    public static Progress ofScenarios(Console console, int total, LongSupplier nanos) {
        return new Progress(console, "scenarios played", total, nanos);
    }

    /** The progress of recordings that are read. */
    public static Progress ofRecordings(Console console, int total, LongSupplier nanos) {
        return new Progress(console, "recordings compared", total, nanos);
    }

    @Override
    public void accept(CheckResult result) {
        done(result.scenario(), result.isPassed());
    }

    /** A play of scenarios that is followed. */
    public <R> Function<Scenario, R> following(Function<Scenario, R> play) {
        return following(play, Scenario::id);
    }

    /** Work that is followed, item by item. */
    public <T, R> Function<T, R> following(Function<T, R> work, Function<T, String> name) {
        return item -> {
            try {
                return work.apply(item);
            } finally {
                done(name.apply(item), true);
            }
        };
    }

    private synchronized void done(String scenario, boolean passed) {
        made++;
        if (!passed) {
            unmet++;
        }
        if (console.quiet()) {
            return;
        }
        long now = nanos.getAsLong();
        if (console.inPlace() != null) {
            console.replace(made == total ? "" : line(scenario, now));
        } else if (now - said >= PAUSE && made < total) {
            said = now;
            console.line(line(scenario, now));
        }
    }

    private String line(String last, long now) {
        return "  " + made + " of " + total + " " + what
                + (what.startsWith("checks") ? ", " + unmet + " did not pass" : "") + left(now) + "; the last: " + last;
    }

    /** How long the rest may take, unless too few are made to tell. */
    private String left(long now) {
        if (made < total / FIRST) {
            return "";
        }
        long seconds = Math.round((now - start) / NANOS_PER_SECOND / made * (total - made));
        long minutes = Math.round((double) seconds / SECONDS_PER_MINUTE);
        if (minutes < MANY) {
            return ", about " + seconds + " s left";
        }
        return minutes < MANY * MINUTES_PER_HOUR
                ? ", about " + minutes + " min left"
                : ", about " + Math.round((double) minutes / MINUTES_PER_HOUR) + " h left";
    }
}
