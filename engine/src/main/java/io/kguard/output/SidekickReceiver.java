// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static io.kguard.audit.LoopbackServer.answer;

import com.sun.net.httpserver.HttpExchange;
import io.kguard.audit.LoopbackServer;
import io.kguard.engine.Alert;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A receiver of alerts that behaves like Falcosidekick. It listens on the loopback interface, and checks and answers
 * each alert as Sidekick does. Tests can assert on the received alerts. {@link #slack} and {@link #teams}
 * make the messages that Sidekick would send.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class SidekickReceiver implements AutoCloseable {
    /** Sidekick's port. */
    public static final int DEFAULT_PORT = 2801;

    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_PAYLOADS = 100_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String REFUSED = "Please send a valid request body";

    private final LoopbackServer server;
    private final List<SidekickPayload> payloads = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    private SidekickReceiver(int port) throws IOException {
        server = LoopbackServer.start(port, "/", "kguard sidekick receiver", this::handle);
    }

    /**
     * Starts a receiver.
     *
     * @param port the port to listen on; 0 for any free port
     * @throws IOException if it can't listen on the port
     */
    @API(status = API.Status.INTERNAL)
    public static SidekickReceiver start(int port) throws IOException {
        return new SidekickReceiver(port);
    }

    /**
     * Sends alerts in a format to a new receiver, and returns it after all were sent.
     *
     * @throws IOException if the alerts could not be sent; alerts that the receiver refused are among its
     *     {@link #refusals}
     */
    @API(status = API.Status.INTERNAL)
    public static SidekickReceiver receive(AlertFormat format, List<Alert> alerts) throws IOException {
        SidekickReceiver receiver = start(0);
        HttpChannel channel = new HttpChannel(
                new ChannelSettings.ToHttp(receiver.url(), "falcosecurity/falco", format.json()), TIMEOUT);
        for (Alert alert : alerts) {
            int refused = receiver.refusals().size();
            try {
                channel.send(format.line(alert));
            } catch (IOException e) {
                if (receiver.refusals().size() == refused) {
                    receiver.close();
                    throw e;
                }
            }
        }
        return receiver;
    }

    /** What Falcosidekick, with its default settings, would send to a Slack webhook. */
    public static ChatMessage slack(SidekickPayload payload) {
        return SlackMessage.of(payload, ChatSettings.DEFAULTS);
    }

    /** What Falcosidekick, with its default settings, would send to a Microsoft Teams webhook. */
    public static ChatMessage teams(SidekickPayload payload) {
        return TeamsMessage.of(payload, ChatSettings.DEFAULTS);
    }

    /** The URL of this receiver: the value for {@code http_output.url}. */
    public URI url() {
        return server.url();
    }

    /** The accepted alerts, in order. */
    public List<SidekickPayload> payloads() {
        synchronized (payloads) {
            return List.copyOf(payloads);
        }
    }

    /** Why other alerts were refused, in order. */
    public List<String> refusals() {
        synchronized (payloads) {
            return List.copyOf(refusals);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/ping" -> answer(exchange, 200, "text/plain", "pong\n");
            case "/healthz" -> answer(exchange, 200, "application/json", "{\"status\": \"ok\"}");
            case "/" -> take(exchange);
            default -> answer(exchange, 404, "text/plain", "404 page not found\n");
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, "the method is " + exchange.getRequestMethod() + ", not POST");
            return;
        }
        byte[] body = server.body(exchange, LARGEST_BODY);
        if (body == null) {
            refuse(exchange, "the body is larger than " + (LARGEST_BODY >> 20) + " MiB");
            return;
        }
        SidekickPayload payload;
        try {
            payload = PayloadReader.parse(body);
        } catch (IllegalArgumentException e) {
            refuse(exchange, String.valueOf(e.getMessage()));
            return;
        }
        boolean room;
        synchronized (payloads) {
            room = payloads.size() < MOST_PAYLOADS;
            if (room) {
                payloads.add(payload);
            }
        }
        if (room) {
            answer(exchange, 200, "text/plain", "");
        } else {
            answer(exchange, 507, "text/plain", "this receiver keeps " + MOST_PAYLOADS + " alerts and no more\n");
        }
    }

    private void refuse(HttpExchange exchange, String reason) throws IOException {
        synchronized (payloads) {
            if (refusals.size() < MOST_PAYLOADS) {
                refusals.add(reason);
            }
        }
        answer(exchange, 400, "text/plain", REFUSED + "\n");
    }

    @Override
    public void close() {
        server.close();
    }
}
