// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.simulation.CheckResult;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What is said while simulations run: how many checks are made, how many of these did not pass, and how long the rest may take. On a
 * terminal one line that changes; elsewhere a line every few seconds, so that a log stays short.
 */
final class Progress implements SuiteListener {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final int total;
    private final LongSupplier nanos;
    private final long start;
    private long said;
    private int made;
    private int unmet;

    Progress(Console console, int total, LongSupplier nanos) {
        this.console = console;
        this.total = total;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.said = start;
    }

    @Override
    public void judged(CheckResult result) {
        made++;
        if (!result.isPassed()) {
            unmet++;
        }
        if (console.quiet()) {
            return;
        }
        long now = nanos.getAsLong();
        if (console.inPlace() != null) {
            console.replace(made == total ? "" : line(result, now));
        } else if (now - said >= PAUSE && made < total) {
            said = now;
            console.line(line(result, now));
        }
    }

    private String line(CheckResult last, long now) {
        long left = Math.round((now - start) / NANOS_PER_SECOND / made * (total - made));
        return "  " + made + " of " + total + " checks made, " + unmet + " did not pass, about " + left
                + " s left; the last: " + last.scenario();
    }
}
