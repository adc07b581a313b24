// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import static io.kguard.audit.LoopbackServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.kguard.audit.AuditEvent.AuditEventException;
import io.kguard.internal.file.LogLines;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Receives audit events that an API server posts to the URL in the file of {@code --audit-webhook-config-file}. It
 * listens on the loopback interface only.
 *
 * <p>Unlike Falco's plugin it answers a request after all its events were passed on, so that a test knows when to look.
 * {@link #refusals()} lists the requests that it refused.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class AuditWebhook implements AutoCloseable {
    /** The path that events are posted to. */
    public static final String PATH = "/k8s-audit";

    /** The size of the largest list that Falco's plugin accepts from an API server. */
    private static final int LARGEST_BODY = LogLines.LONGEST;

    private static final int MOST_REFUSALS = 1000;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final LoopbackServer server;
    private final Consumer<String> consumer;
    private final List<String> refusals = new ArrayList<>();

    private AuditWebhook(int port, Consumer<String> consumer) throws IOException {
        this.consumer = consumer;
        server = LoopbackServer.start(port, PATH, "kguard audit webhook", this::handle);
    }

    /**
     * Starts to listen.
     *
     * @param port the port; 0 for any free port
     * @param consumer receives the body of each request, in order of arrival, as {@code Session.judgeAudit} takes it
     * @throws IOException if it can't listen on the port
     */
    public static AuditWebhook start(int port, Consumer<String> consumer) throws IOException {
        return new AuditWebhook(port, consumer);
    }

    /** The URL of this webhook: the value for {@code clusters[].cluster.server} in the API server's file. */
    public URI url() {
        return server.url();
    }

    /** Why requests were refused, in order. Their events were not passed on. */
    public List<String> refusals() {
        synchronized (refusals) {
            return List.copyOf(refusals);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, 405, "the method is " + exchange.getRequestMethod() + ", not POST");
        } else if (type == null || !type.contains("application/json")) {
            refuse(exchange, 400, "the content type is " + type + ", not application/json");
        } else {
            take(exchange, server.body(exchange, LARGEST_BODY));
        }
    }

    private void take(HttpExchange exchange, byte @Nullable [] body) throws IOException {
        if (body == null) {
            refuse(exchange, 413, "the body is larger than " + LARGEST_BODY + " bytes");
            return;
        }
        try {
            synchronized (consumer) { // requests arrive in parallel; their events are passed on one after the other
                consumer.accept(new String(body, UTF_8));
            }
            answer(exchange, 200, TEXT, "");
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
        answer(exchange, status, TEXT, reason + "\n");
    }

    @Override
    public void close() {
        server.close();
    }
}
