// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sensor.Pace;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts a server on a machine that may be busy: it is tried twice, and the second time with more patience. What a cold
 * JVM does first, such as setting up TLS, takes many seconds if dozens of programs share two cores.
 */
final class RetriedStart {
    private static final List<Duration> PATIENCE = List.of(Duration.ofSeconds(20), Duration.ofSeconds(60));

    private RetriedStart() {}

    /**
     * Starts a server.
     *
     * @param server begins the start of a new server
     * @throws ClusterException with the cause, if no server starts
     */
    static HttpServer of(Supplier<Future<HttpServer>> server) {
        return of(server, PATIENCE);
    }

    static HttpServer of(Supplier<Future<HttpServer>> server, List<Duration> patience) {
        String cause = "";
        for (Duration time : patience) {
            CompletableFuture<HttpServer> starting =
                    server.get().toCompletionStage().toCompletableFuture();
            try {
                return Pace.get(starting, time);
            } catch (InterruptedException e) {
                closeOnceStarted(starting);
                Thread.currentThread().interrupt();
                throw new ClusterException("the start of the API server was interrupted", e);
            } catch (TimeoutException e) {
                closeOnceStarted(starting);
                cause = "it did not start in time";
            } catch (ExecutionException e) {
                cause = cause(e);
            }
        }
        throw new ClusterException("the API server could not listen on 127.0.0.1: " + cause + ". It was given "
                + patience.stream().map(time -> time.toSeconds() + " s").collect(Collectors.joining(" and "))
                + " on " + Runtime.getRuntime().availableProcessors()
                + " processors; run fewer simulations at once, or end what else uses the machine");
    }

    /** In words, of which some exceptions have none. */
    private static String cause(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof Exception fault ? FileFault.reason(fault) : String.valueOf(cause.getMessage());
    }

    /** A server that comes too late must not keep its port. */
    private static void closeOnceStarted(CompletableFuture<HttpServer> starting) {
        CompletableFuture<HttpServer> unused = starting.whenComplete((late, failure) -> {
            if (late != null) {
                late.close();
            }
        });
    }
}
