// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The console output of a run that a signal stops: which checks were made until then, and nothing about those that were cut short. They
 * did not fail.
 */
final class StoppedRun implements Consumer<String>, AutoCloseable {
    private static final int MOST_NAMED = 20;

    private final Consumer<String> console;
    private final Thread hook = new Thread(this::stop, "kguard-stopped");
    private final List<String> unmet = new ArrayList<>();
    private final Map<String, Integer> words = new TreeMap<>(Comparator.reverseOrder()); // the good ones first
    private int total;
    private boolean stopped;

    private StoppedRun(Consumer<String> console) {
        this.console = console;
    }

    /** Watches for the end of the JVM until it is closed. */
    static StoppedRun watch(Consumer<String> console) {
        StoppedRun run = new StoppedRun(console);
        Runtime.getRuntime().addShutdownHook(run.hook);
        return run;
    }

    /** Counts the checks of a listener. */
    synchronized Consumer<CheckResult> counting(int checks, Consumer<CheckResult> listener) {
        total = checks;
        return result -> {
            count(result);
            listener.accept(result);
        };
    }

    private synchronized void count(CheckResult result) {
        Verdict verdict = result.verdict();
        if (!stopped) {
            words.merge(verdict.word(), 1, Integer::sum);
            if (verdict instanceof Verdict.Failed || verdict instanceof Verdict.Errored) {
                unmet.add("  " + verdict.word().toUpperCase(Locale.ROOT) + "  " + result.scenario() + ", "
                        + result.rule());
            }
        }
    }

    synchronized void stop() {
        stopped = true;
        console.accept("Stopped before the checks ended. What they started is being removed.");
        int made = words.values().stream().mapToInt(Integer::intValue).sum();
        if (made == 0) {
            console.accept("No check was made.");
            return;
        }
        String counts = words.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        console.accept(made + " of " + total + " checks were made: " + counts
                + ". Nothing is known of the others, and no report was written.");
        unmet.stream().limit(MOST_NAMED).forEach(console);
        if (unmet.size() > MOST_NAMED) {
            console.accept("  and " + (unmet.size() - MOST_NAMED) + " more");
        }
    }

    @Override
    public synchronized void accept(String line) {
        if (!stopped) {
            console.accept(line);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and the hook says so
        }
    }
}
