// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback interface that receives events or alerts. It serves several clients at once. A client
 * that does not send its request in time is disconnected.
 */
@API(status = API.Status.INTERNAL)
public final class LoopbackServer implements AutoCloseable {
    /** How many requests are read and answered at the same time. */
    public static final int CLIENTS = 16;

    /** How long a client may take for a request, from its first byte to its last. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    @FunctionalInterface
    public interface Handler {
        /**
         * Answers a request, which is closed afterwards. Several threads may call this.
         *
         * @throws IOException if the client has disconnected
         */
        void handle(HttpExchange exchange) throws IOException;
    }

    private static final ThreadLocal<Reading> READING = new ThreadLocal<>();

    private final HttpServer server;
    private final String path;
    private final Duration readTimeout;
    private final ExecutorService workers;
    private final ScheduledExecutorService watchdog;

    private LoopbackServer(HttpServer server, String path, String name, Duration readTimeout) {
        this.server = server;
        this.path = path;
        this.readTimeout = readTimeout;
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
        this.workers = Executors.newFixedThreadPool(CLIENTS, threads);
        this.watchdog = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /**
     * Starts to listen.
     *
     * @param port the port; 0 for any free port
     * @param path the path of the requests
     * @param name the name of the server's threads
     * @param handler answers requests
     * @throws IOException if it can't listen on the port
     */
    public static LoopbackServer start(int port, String path, String name, Handler handler) throws IOException {
        return start(port, path, name, READ_TIMEOUT, handler);
    }

    static LoopbackServer start(int port, String path, String name, Duration readTimeout, Handler handler)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IOException("can't listen on port " + port + " of the loopback interface: " + e.getMessage(), e);
        }
        LoopbackServer started = new LoopbackServer(http, path, name, readTimeout);
        http.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        http.setExecutor(task -> started.workers.execute(started.new Reading(task)));
        http.start();
        return started;
    }

    public URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    }

    /**
     * Reads the body of a request.
     *
     * @param most the most bytes it may have
     * @return the body, or null if it is longer
     * @throws IOException if the client does not send it, or not in time
     */
    public byte @Nullable [] body(HttpExchange exchange, int most) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) {
            return null; // the rest must still be read or refused, within the same time
        }
        Reading request = READING.get();
        if (request != null) {
            request.end();
        }
        return body;
    }

    public static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        watchdog.shutdownNow();
    }

    /** A request being read. A thread that waits for a client is interrupted in time, which closes the connection. */
    private final class Reading implements Runnable {
        private final Runnable task;
        private @Nullable Thread reader;

        Reading(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            begin(Thread.currentThread());
            ScheduledFuture<?> limit =
                    watchdog.schedule(this::interrupt, readTimeout.toMillis(), TimeUnit.MILLISECONDS);
            READING.set(this);
            try {
                task.run();
            } finally {
                end();
                limit.cancel(false);
                READING.remove();
            }
        }

        private synchronized void begin(Thread thread) {
            reader = thread;
        }

        private synchronized void interrupt() {
            if (reader != null) {
                reader.interrupt();
            }
        }

        /** Ends the time limit: handling the request may take longer. */
        synchronized void end() {
            reader = null;
        }
    }
}
