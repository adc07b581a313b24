// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a cluster.
 *
 * @param vertx the event loops, which must not block
 * @param workers those that may
 */
record ClusterThreads(Vertx vertx, ExecutorService workers) implements AutoCloseable {
    public static ClusterThreads start() {
        AtomicInteger number = new AtomicInteger();
        ExecutorService workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "kguard-cluster-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setUseDaemonThread(true)
                // otherwise each cluster creates a folder for file copies that a killed JVM leaves behind
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                // no warnings about a loaded machine in the user's output
                .setBlockedThreadCheckInterval(Duration.ofDays(1).toMillis()));
        return new ClusterThreads(vertx, workers);
    }

    @Override
    public void close() {
        workers.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
