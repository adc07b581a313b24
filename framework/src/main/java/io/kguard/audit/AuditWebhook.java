package io.kguard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Takes audit events that an API server posts, as it does to the URL in the file of {@code --audit-webhook-config-file}. It
 * listens on the loopback interface alone.
 *
 * <p>A request is answered when all of its events were handed on, unlike by Falco's plugin, so that a test knows when to
 * look. A request that is refused is not forgotten: {@link #refusals()} tells of it.
 */
public final class AuditWebhook implements AutoCloseable {
    /** The path that events are posted to. */
    public static final String PATH = "/k8s-audit";

    private static final int LARGEST_BODY = AuditLog.LONGEST_LINE;
    private static final int MOST_REFUSALS = 1000;

    private final HttpServer server;
    private final Consumer<AuditEvent> consumer;
    private final List<String> refusals = new ArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "kguard audit webhook");
        thread.setDaemon(true);
        return thread;
    });

    private AuditWebhook(HttpServer server, Consumer<AuditEvent> consumer) {
        this.server = server;
        this.consumer = consumer;
    }

    /**
     * Starts to listen.
     *
     * @param port the port; 0 for any that is free
     * @param consumer takes the events, one at a time, in the order in which they come
     * @throws IOException if the port can't be listened on
     */
    public static AuditWebhook start(int port, Consumer<AuditEvent> consumer) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IOException("can't listen on port " + port + " of the loopback interface: " + e.getMessage(), e);
        }
        AuditWebhook webhook = new AuditWebhook(server, consumer);
        server.createContext(PATH, webhook::handle);
        server.setExecutor(webhook.executor);
        server.start();
        return webhook;
    }

    /** Where it listens: the value for {@code clusters[].cluster.server} in the webhook's file. */
    public URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + PATH);
    }

    /** Why requests were refused, in order: their events reached nobody. */
    public List<String> refusals() {
        synchronized (refusals) {
            return List.copyOf(refusals);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (!exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 405, "the method is " + exchange.getRequestMethod() + ", not POST");
            } else if (type == null || !type.contains("application/json")) {
                refuse(exchange, 400, "the content type is " + type + ", not application/json");
            } else {
                take(exchange, exchange.getRequestBody().readNBytes(LARGEST_BODY + 1));
            }
        }
    }

    private void take(HttpExchange exchange, byte[] body) throws IOException {
        if (body.length > LARGEST_BODY) {
            refuse(exchange, 413, "the body is larger than " + LARGEST_BODY + " bytes");
            return;
        }
        try {
            AuditEvent.parse(body).forEach(consumer);
            answer(exchange, 200, "");
        } catch (AuditEventException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            refuse(exchange, 500, "an event was not evaluated: " + e);
        }
    }

    private void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        synchronized (refusals) {
            if (refusals.size() < MOST_REFUSALS) {
                refusals.add(reason);
            }
        }
        answer(exchange, status, reason + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
