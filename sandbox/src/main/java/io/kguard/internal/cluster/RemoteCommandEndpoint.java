// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.SandboxException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code pods/exec} and {@code pods/attach}: a command in a container over a WebSocket. The command starts only after
 * the client and the server have agreed on a subprotocol.
 */
record RemoteCommandEndpoint(Kubelet pods, Executor blocking) {
    /** The supported subprotocols, the best first. */
    static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

    void handle(Exchange exchange) {
        HttpServerRequest http = exchange.http();
        MultiMap query = exchange.info().query();
        boolean exec = exchange.info().subresource().equals("exec");
        List<String> command = query.getAll("command");
        if (exec && command.isEmpty()) {
            throw ApiStatus.badRequest("you must specify at least 1 command for the container");
        }
        PodContainer container = pods.container(
                exchange.info().namespace(),
                exchange.info().name(),
                exchange.info().parameter("container"));
        boolean running = !container.exit().isDone();
        if (!exec && !running) {
            throw ApiStatus.badRequest("container " + container.name() + " of pod "
                    + exchange.info().name() + " is not running; its output is in its log");
        }
        // checked last: kubectl retries without WebSocket after any failure, and shows this response
        if (!"websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
            throw ApiStatus.badRequest("unable to upgrade: " + exchange.info().subresource()
                    + " is served over WebSocket only (kubectl 1.31 and later use it by default)");
        }
        String protocol = agree(http.headers());
        boolean tty = isTrue(query.get("tty"));
        boolean stdin = isTrue(query.get("stdin"));
        http.toWebSocket()
                .onFailure(refused -> exchange.audit().responseComplete(400, null))
                .onSuccess(socket -> {
                    socket.pause();
                    exchange.audit().responseStarted(101);
                    blocking.execute(() -> {
                        // a client that sees the command's end must also see its audit event
                        Runnable complete = () -> exchange.audit().responseComplete(101, null);
                        RemoteCommandStreams streams =
                                new RemoteCommandStreams(socket, protocol.equals(PROTOCOLS.get(0)), blocking, complete);
                        try {
                            if (exec) {
                                ExecSession session =
                                        container.open(ExecSpec.of(command).withTty(tty));
                                streams.connect(session, stdin, tty, true);
                            } else {
                                streams.connect(container.attach(), stdin, tty, false);
                            }
                        } catch (SandboxException e) {
                            if (running && e.reason() == SandboxException.Reason.NOT_RUNNING) {
                                streams.killed(); // the container ended while the command was starting
                            } else {
                                streams.fail(
                                        e.getMessage() == null ? "the command could not be started" : e.getMessage());
                            }
                        } finally {
                            complete.run();
                        }
                    });
                });
    }

    private static String agree(MultiMap headers) {
        List<String> offered = headers.getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::trim)
                .toList();
        for (String protocol : PROTOCOLS) {
            if (offered.contains(protocol)) {
                return protocol;
            }
        }
        throw ApiStatus.badRequest("none of the subprotocols " + offered + " is served; these are: " + PROTOCOLS);
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }
}
