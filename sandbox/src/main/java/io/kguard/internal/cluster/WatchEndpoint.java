// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches: all changes from now on, or the current state first. Each is sent as a line of JSON or as a WebSocket
 * message.
 */
record WatchEndpoint(ResourceStore store, ClusterBounds bounds, Vertx vertx) {
    /** How much data may wait for a client that does not read. Then its watch ends. */
    private static final int MAX_QUEUE_BYTES = 1 << 20;

    void handle(Exchange exchange, ApiResource resource) {
        bounds.watched();
        exchange.audit().responseStarted(200);
        if ("websocket".equalsIgnoreCase(exchange.http().getHeader("Upgrade"))) {
            exchange.http().toWebSocket().onSuccess(socket -> {
                socket.setWriteQueueMaxSize(MAX_QUEUE_BYTES);
                Consumer<Change> watcher = start(exchange, resource, event -> send(exchange, socket, event));
                socket.closeHandler(closed -> stop(exchange, watcher));
            });
            return;
        }
        HttpServerResponse response = exchange.http().response();
        response.setChunked(true).putHeader("Content-Type", "application/json").setWriteQueueMaxSize(MAX_QUEUE_BYTES);
        response.writeHead();
        Consumer<Change> watcher = start(exchange, resource, event -> {
            if (response.writeQueueFull()) {
                response.reset();
            } else if (!response.ended()) {
                response.write(Buffer.buffer(ResourceStore.JSON.writeValueAsString(event) + "\n"));
            }
        });
        response.closeHandler(closed -> stop(exchange, watcher));
        String timeout = exchange.info().query().get("timeoutSeconds");
        if (timeout != null && timeout.matches("\\d{1,6}") && !timeout.equals("0")) {
            vertx.setTimer(1000L * Integer.parseInt(timeout), fired -> {
                if (!response.ended() && !response.closed()) {
                    response.end();
                    stop(exchange, watcher);
                }
            });
        }
    }

    private static void send(Exchange exchange, ServerWebSocket socket, ObjectNode event) {
        if (socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            exchange.http().connection().close(); // what waits for the client goes with it
        } else {
            socket.writeTextMessage(ResourceStore.JSON.writeValueAsString(event));
        }
    }

    private void stop(Exchange exchange, Consumer<Change> watcher) {
        if (store.unwatch(watcher)) {
            bounds.unwatched();
        }
        exchange.audit().responseComplete(200, null);
    }

    private Consumer<Change> start(Exchange exchange, ApiResource resource, Consumer<ObjectNode> output) {
        RequestInfo info = exchange.info();
        Selector selector = Selector.of(info);
        boolean table = TableView.isWanted(exchange.acceptHeader());
        long since = version(info.query().get("resourceVersion"));
        Context context = vertx.getOrCreateContext();
        Consumer<Change> watcher = change -> {
            if (change.resource().equals(resource)
                    && (info.namespace().isEmpty() || info.namespace().equals(change.namespace()))
                    && (info.name().isEmpty() || info.name().equals(change.name()))
                    && selector.matches(change.object())) {
                ObjectNode event = event(change, table);
                context.runOnContext(run -> output.accept(event));
            }
        };
        if (since == 0) {
            store.listAndWatch(resource, info.namespace(), watcher);
        } else {
            try {
                store.watchSince(since, watcher);
            } catch (ApiStatus expired) { // the client lists the objects again
                bounds.unwatched();
                output.accept(event("ERROR", expired.toJson()));
            }
        }
        return watcher;
    }

    private static ObjectNode event(Change change, boolean table) {
        String version = Long.toString(change.version());
        return event(
                change.type().name(),
                table ? TableView.of(change.resource(), List.of(change.object()), version) : change.object());
    }

    private static ObjectNode event(String type, ObjectNode object) {
        ObjectNode event = ResourceStore.JSON.createObjectNode();
        event.put("type", type).set("object", object);
        return event;
    }

    private static long version(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
