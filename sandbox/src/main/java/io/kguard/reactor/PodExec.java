// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.kguard.workload.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a command in a container through the API server, with an input that ends. The library's own exec can't end the
 * input.
 *
 * <p>Source: Kubernetes, the protocol {@code v5.channel.k8s.io}.
 */
final class PodExec implements WebSocket.Listener {
    private static final String PROTOCOL = "v5.channel.k8s.io";
    private static final int TIMEOUT_SECONDS = 30;
    private static final int MAX_OUTPUT = 1 << 20;
    private static final byte STDIN = 0;
    private static final byte STDOUT = 1;
    private static final byte STDERR = 2;
    private static final byte STATUS = 3;
    private static final byte CLOSE = (byte) 255;

    private final byte[] input;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final CompletableFuture<String> status = new CompletableFuture<>();

    private PodExec(String input) {
        this.input = input.getBytes(UTF_8);
    }

    /**
     * What a command left.
     *
     * @param output what it printed
     * @param problem why it failed; empty if it did not
     */
    record Result(String output, String problem) {}

    static Result run(KubernetesClient client, Target target, String container, List<String> command, String input) {
        StringBuilder query = new StringBuilder("?stdin=true&stdout=true&stderr=true&tty=false&container=")
                .append(URLEncoder.encode(container, UTF_8));
        command.forEach(word -> query.append("&command=").append(URLEncoder.encode(word, UTF_8)));
        URI uri = URI.create(client.getMasterUrl() + "api/v1/namespaces/" + target.namespace() + "/pods/" + target.pod()
                + "/exec" + query);
        PodExec exec = new PodExec(input);
        CompletableFuture<WebSocket> opened = client.getHttpClient()
                .newWebSocketBuilder()
                .uri(uri)
                .subprotocol(PROTOCOL)
                .buildAsync(exec);
        try {
            WebSocket socket = opened.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            try {
                return exec.result(exec.status.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            } finally {
                boolean unused = socket.sendClose(1000, "");
            }
        } catch (ExecutionException e) {
            return new Result("", String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return new Result(exec.text(exec.output), "it did not end within " + TIMEOUT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result("", "it was interrupted");
        }
    }

    private Result result(String json) {
        Object told = Json.KUBERNETES.unmarshal(json, Map.class).get("status");
        if ("Success".equals(told)) {
            return new Result(text(output), "");
        }
        String printed = text(errors);
        return new Result(text(output), printed.isBlank() ? json : printed.strip());
    }

    private String text(ByteArrayOutputStream bytes) {
        synchronized (output) {
            return bytes.toString(UTF_8);
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        if (input.length > 0) {
            boolean unused = socket.send(
                    ByteBuffer.allocate(input.length + 1).put(STDIN).put(input).flip());
        }
        boolean unused = socket.send(ByteBuffer.wrap(new byte[] {CLOSE, STDIN}));
        socket.request();
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        onMessage(socket, ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            byte channel = bytes.get();
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            synchronized (output) {
                if (channel == STDOUT && output.size() < MAX_OUTPUT) {
                    output.writeBytes(rest);
                } else if (channel == STDERR && errors.size() < MAX_OUTPUT) {
                    errors.writeBytes(rest);
                }
            }
            if (channel == STATUS) {
                status.complete(new String(rest, UTF_8));
            }
        }
        socket.request();
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        status.completeExceptionally(new IllegalStateException("the connection ended: " + code + " " + reason));
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        status.completeExceptionally(error);
    }
}
