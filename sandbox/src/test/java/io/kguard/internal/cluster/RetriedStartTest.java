// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on a machine that has no time for it. */
@Tag("trust")
class RetriedStartTest {
    private static final List<Duration> SHORT = List.of(Duration.ofMillis(50), Duration.ofSeconds(30));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<HttpServer> listen() {
        return vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1");
    }

    private static boolean isOpen(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Timeout(300)
    void aStartThatIsLateIsTriedAgainAndTheLateServerIsClosed() throws IOException {
        Promise<HttpServer> late = Promise.promise();
        AtomicInteger attempts = new AtomicInteger();
        HttpServer server = RetriedStart.of(() -> attempts.incrementAndGet() == 1 ? late.future() : listen(), SHORT);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(attempts).hasValue(2);

        HttpServer first = listen().toCompletionStage().toCompletableFuture().join();
        late.complete(first);
        // nobody tells when it is closed: its port says so, or this test takes too long
        while (isOpen(first.actualPort())) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFailureNamesItsCause() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> RetriedStart.of(
                        () -> {
                            attempts.incrementAndGet();
                            return Future.failedFuture(new IOException("Too many open files"));
                        },
                        SHORT))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(
                        "could not listen on 127.0.0.1: too many files are open; raise the limit with ulimit -n")
                .hasMessageNotContaining("null");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aStartThatNeverComesSaysHowLongItWasGiven() {
        assertThatThrownBy(() ->
                        RetriedStart.of(() -> Promise.<HttpServer>promise().future(), List.of(Duration.ofMillis(10))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("it did not start in time");
    }
}
