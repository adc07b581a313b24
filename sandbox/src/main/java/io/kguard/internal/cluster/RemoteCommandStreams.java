// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.SandboxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Transfers a command's input and output over a WebSocket. The first byte of each message is the channel. Version 5 of
 * the protocol adds a message that closes a channel, with which a client ends the command's input.
 *
 * <p>Source: Kubernetes, {@code remotecommand} constants; KEP 4006.
 */
final class RemoteCommandStreams {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;
    private static final int RESIZE = 4;
    private static final int CLOSE = 255;
    /** WebSocket close code, RFC 6455. */
    private static final short INVALID_PAYLOAD = 1007;

    /** The exit status of a process that SIGKILL ended. */
    private static final int KILLED = 128 + 9;

    private static final int CHUNK = 32 << 10;

    private final ServerWebSocket socket;
    private final boolean closesChannels;
    private final Executor blocking;
    private final Runnable beforeEnd;

    RemoteCommandStreams(ServerWebSocket socket, boolean closesChannels, Executor blocking, Runnable beforeEnd) {
        this.socket = socket;
        this.closesChannels = closesChannels;
        this.blocking = blocking;
        this.beforeEnd = beforeEnd;
    }

    /**
     * Transfers input and output until the command is over or the client is gone. Blocks.
     *
     * @param tellsExit whether to send the exit status; a client that attaches reads it from the pod instead
     */
    void connect(ExecSession session, boolean stdin, boolean tty, boolean tellsExit) {
        try (session) {
            ifOpen(() -> {
                socket.closeHandler(closed -> session.close());
                socket.binaryMessageHandler(message -> {
                    socket.pause();
                    blocking.execute(() -> {
                        receive(session, message, stdin);
                        ifOpen(socket::resume);
                    });
                });
                socket.resume();
            });
            CompletableFuture<Void> stderr = tty
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.runAsync(() -> send(STDERR, session.stderr()), blocking);
            send(STDOUT, session.stdout());
            stderr.join();
            int exitStatus = session.exit().join();
            finish(tellsExit ? exitStatus : 0);
        } catch (CompletionException e) {
            if (e.getCause() instanceof SandboxException gone && gone.reason() == SandboxException.Reason.NOT_RUNNING) {
                killed();
            } else {
                fail("the command's output could not be read: " + e.getCause());
            }
        }
    }

    /** Uses the socket, unless the client has closed it, which may happen at any time. */
    private void ifOpen(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            if (!socket.isClosed()) {
                throw e;
            }
        }
    }

    /** Tells the client that the command was killed with its container. */
    void killed() {
        finish(KILLED);
    }

    /** Tells the client that the command could not be run. */
    void fail(String message) {
        ObjectNode status = new ApiStatus(500, message).toJson();
        end(status);
    }

    private void finish(int exitStatus) {
        ObjectNode status = ResourceStore.JSON.createObjectNode();
        status.putObject("metadata");
        if (exitStatus == 0) {
            status.put("status", "Success");
        } else {
            status.put("status", "Failure")
                    .put("message", "command terminated with non-zero exit code: exit status " + exitStatus)
                    .put("reason", "NonZeroExitCode");
            status.putObject("details")
                    .putArray("causes")
                    .addObject()
                    .put("reason", "ExitCode")
                    .put("message", Integer.toString(exitStatus));
        }
        end(status);
    }

    private void end(ObjectNode status) {
        beforeEnd.run();
        write(STATUS, ResourceStore.JSON.writeValueAsBytes(status), Integer.MAX_VALUE);
        ifOpen(socket::close);
    }

    private void send(int channel, InputStream stream) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                write(channel, chunk, count);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new CompletionException(e);
            }
        }
    }

    /** Writes a message and waits until the client has received it, so that a slow client slows the command. */
    private void write(int channel, byte[] bytes, int count) {
        Buffer message = Buffer.buffer(Math.min(count, bytes.length) + 1)
                .appendByte((byte) channel)
                .appendBytes(bytes, 0, Math.min(count, bytes.length));
        ifOpen(() -> socket.writeBinaryMessage(message)
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    private void receive(ExecSession session, Buffer message, boolean stdin) {
        if (message.length() == 0) {
            return;
        }
        int channel = message.getByte(0) & 0xff;
        try {
            if (channel == STDIN && stdin) {
                session.stdin().write(message.getBytes(1, message.length()));
                session.stdin().flush();
            } else if (channel == RESIZE) {
                resize(session, message.getBytes(1, message.length()));
            } else if (channel == CLOSE && closesChannels && message.length() > 1 && message.getByte(1) == STDIN) {
                session.stdin().close();
            }
        } catch (IOException e) {
            // the command no longer reads its input; its exit status says the rest
            ifOpen(() -> socket.binaryMessageHandler(ignored -> {}));
        }
    }

    private void resize(ExecSession session, byte[] json) {
        try {
            JsonNode size = ResourceStore.JSON.readTree(json);
            session.resize(size.path("Width").asInt(80), size.path("Height").asInt(24));
        } catch (JacksonException e) {
            socket.close(INVALID_PAYLOAD, "a resize message is {\"Width\": N, \"Height\": N}");
        }
    }
}
