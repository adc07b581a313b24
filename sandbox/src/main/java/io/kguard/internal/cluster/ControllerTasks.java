// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.SandboxException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What controllers do about changes. They do it on threads of their own: a watcher must not change the store, so that all
 * watchers see changes in the same order.
 */
final class ControllerTasks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Executor workers;
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final InProgress tasks = new InProgress();

    public ControllerTasks(Executor workers) {
        this.workers = workers;
    }

    public void later(Runnable task) {
        tasks.begin();
        try {
            workers.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            tasks.end(); // the cluster is being closed
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (ApiStatus | SandboxException e) {
            failures.add(String.valueOf(e.getMessage()));
        } finally {
            tasks.end();
        }
    }

    /**
     * Waits until the controllers have reacted to all changes so far.
     *
     * @throws ClusterException if that takes too long, or one of them failed
     */
    public void awaitIdle() {
        try {
            if (!tasks.awaitNone(PATIENCE)) {
                throw new ClusterException("the controllers of the cluster do not come to rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failures.isEmpty()) {
            throw new ClusterException("a controller failed: " + String.join("; ", failures));
        }
    }
}
