// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Clears the stages of finished simulations in the background, so that no verdict waits for it. If too many stages
 * wait, the caller clears its stage itself.
 */
final class StageRemover implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 16;

    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
                Thread thread = new Thread(task, "kguard-removal");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final List<String> failures = new ArrayList<>();

    StageRemover() {
        workers.allowCoreThreadTimeOut(true);
    }

    /** Clears a stage, in the background if possible. */
    void remove(String scenario, Stage stage) {
        workers.execute(() -> clear(scenario, stage));
    }

    private void clear(String scenario, Stage stage) {
        Phase removal = Phase.begin(scenario, "removal");
        List<String> problems;
        try {
            problems = stage.clear();
        } catch (RuntimeException e) {
            problems = List.of("a stage could not be cleared: " + e);
        }
        removal.commit();
        synchronized (failures) {
            failures.addAll(problems);
        }
    }

    /**
     * Waits until all stages are cleared.
     *
     * @throws SandboxException if something could not be removed
     */
    @Override
    public void close() {
        workers.shutdown();
        boolean interrupted = false;
        try {
            // each removal has a time limit
            while (!workers.isTerminated()) {
                try {
                    workers.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                String all = String.join("\n", failures);
                failures.clear();
                throw new SandboxException(SandboxException.Reason.INTERNAL, all);
            }
        }
    }
}
