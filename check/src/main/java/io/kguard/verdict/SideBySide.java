// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apiguardian.api.API;

/** Plays several simulations at a time. */
@API(status = API.Status.INTERNAL)
public final class SideBySide {
    private SideBySide() {}

    /**
     * Plays each item.
     *
     * @param parallel how many at a time
     * @param play plays one, and returns its result
     * @param failed the result of one whose play threw: the item, and why
     * @return a result for each item, in their order
     */
    public static <T, R> List<R> play(
            int parallel, Collection<T> items, Function<T, R> play, BiFunction<T, String, R> failed)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "kguard-simulation");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<T, Future<R>> running = new LinkedHashMap<>();
            items.forEach(item -> running.put(item, workers.submit(() -> play.apply(item))));
            List<R> results = new ArrayList<>();
            for (Map.Entry<T, Future<R>> entry : running.entrySet()) {
                try {
                    results.add(entry.getValue().get());
                } catch (ExecutionException e) {
                    results.add(failed.apply(entry.getKey(), "the simulation ended early: " + e.getCause()));
                }
            }
            return results;
        } finally {
            workers.shutdownNow();
        }
    }
}
