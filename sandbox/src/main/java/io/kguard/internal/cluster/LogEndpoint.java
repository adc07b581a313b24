// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.PodContainer.ContainerLog;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code pods/log}: the output of a container's first process. */
record LogEndpoint(Kubelet pods, Executor blocking) {
    private static final List<String> UNKNOWN = List.of("sinceSeconds", "sinceTime", "timestamps");

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        String container = info.parameter("container");
        for (String unknown : UNKNOWN) {
            if (info.query().contains(unknown) && !"false".equals(info.query().get(unknown))) {
                throw ApiStatus.badRequest("the simulated cluster keeps no times of what containers write, which "
                        + unknown + " needs; leave it out");
            }
        }
        ContainerLog log = info.parameter("previous").equals("true")
                ? pods.previousLog(info.namespace(), info.name(), container)
                : pods.container(info.namespace(), info.name(), container).log();
        HttpServerResponse response = exchange.http().response();
        if (!exchange.info().isLongRunning()) {
            byte[] lines = lastLines(log.bytes(), info.query().get("tailLines"));
            exchange.respondWithText(firstBytes(lines, info.query().get("limitBytes")));
            return;
        }
        exchange.bounds().watched(); // it has a thread and a buffer
        response.putHeader("Content-Type", "text/plain");
        exchange.audit().responseStarted(200);
        response.setChunked(true);
        InputStream stream = log.follow();
        response.closeHandler(closed -> close(stream));
        blocking.execute(() -> follow(exchange, stream, response));
    }

    private static void follow(Exchange exchange, InputStream stream, HttpServerResponse response) {
        byte[] chunk = new byte[8 << 10];
        try (stream) {
            for (int count = stream.read(chunk); count >= 0 && !response.closed(); count = stream.read(chunk)) {
                response.write(Buffer.buffer(Arrays.copyOf(chunk, count)))
                        .otherwiseEmpty()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            response.end();
        } catch (IOException e) {
            response.reset();
        } finally {
            exchange.bounds().unwatched();
            exchange.audit().responseComplete(200, null);
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new ClusterException("a log could not be closed: " + e.getMessage(), e);
        }
    }

    private static byte[] firstBytes(byte[] log, @Nullable String limit) {
        return limit == null || !limit.matches("\\d{1,9}")
                ? log
                : Arrays.copyOf(log, Math.min(log.length, Integer.parseInt(limit)));
    }

    private static byte[] lastLines(byte[] log, @Nullable String tailLines) {
        if (tailLines == null || !tailLines.matches("\\d{1,9}")) {
            return log;
        }
        int wanted = Integer.parseInt(tailLines);
        String text = new String(log, StandardCharsets.ISO_8859_1);
        int start = text.endsWith("\n") ? text.length() - 1 : text.length();
        for (int lines = 0; lines < wanted && start >= 0; lines++) {
            start = text.lastIndexOf('\n', start - 1);
        }
        return Arrays.copyOfRange(log, Math.min(start + 1, log.length), log.length);
    }
}
