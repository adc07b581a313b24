// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.function.Consumer;

/**
 * The console output of a run that a signal stops: one line, and nothing about the checks that were cut short. They did
 * not fail.
 */
final class StoppedRun implements Consumer<String>, AutoCloseable {
    private final Consumer<String> console;
    private final Thread hook = new Thread(this::stop, "kguard-stopped");
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

    synchronized void stop() {
        stopped = true;
        console.accept("Stopped before the checks ended. What they started is being removed.");
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
