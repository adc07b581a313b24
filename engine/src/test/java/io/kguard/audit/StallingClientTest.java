// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not send what it announced blocks nobody. */
@Tag("trust")
@Timeout(300)
class StallingClientTest {
    private final List<Socket> stalled = new ArrayList<>();
    private LoopbackServer server;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : stalled) {
            socket.close();
        }
        server.close();
    }

    private void start(Duration readTimeout) throws IOException {
        server = LoopbackServer.start(0, "/", "test receiver", readTimeout, exchange -> {
            byte[] body = server.body(exchange, 1000);
            LoopbackServer.answer(exchange, body == null ? 413 : 200, "text/plain", "taken");
        });
    }

    private Socket stall(String beginning) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort());
        stalled.add(socket);
        socket.getOutputStream().write(beginning.getBytes(US_ASCII));
        return socket;
    }

    private int post() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url())
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HT",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Le",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
            })
    void anotherIsServedMeanwhile(String beginning) throws Exception {
        start(Duration.ofHours(1));
        for (int i = 0; i < LoopbackServer.CLIENTS - 1; i++) {
            stall(beginning);
        }
        assertThat(post()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"})
    void itsConnectionIsClosedInTime(String beginning) throws Exception {
        start(Duration.ofSeconds(2));
        for (int i = 0; i < 3 * LoopbackServer.CLIENTS; i++) {
            stall(beginning);
        }
        for (Socket socket : stalled) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(post()).isEqualTo(200);
    }

    @Test
    void anEventMayTakeItsTimeOnceItIsRead() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server = LoopbackServer.start(0, "/", "test receiver", Duration.ofSeconds(2), exchange -> {
            server.body(exchange, 1000);
            begun.countDown();
            try {
                over.await();
                LoopbackServer.answer(exchange, 200, "text/plain", "taken");
            } catch (InterruptedException e) {
                LoopbackServer.answer(exchange, 500, "text/plain", "interrupted");
            }
        });
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
            try {
                return post();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        Socket other = stall("POST / HT"); // which ends later than the first would
        assertThat(other.getInputStream().readAllBytes()).isEmpty();
        over.countDown();
        assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void aBodyIsBounded() throws Exception {
        start(Duration.ofSeconds(5));
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url())
                                .POST(BodyPublishers.ofByteArray(new byte[1001]))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
        assertThat(status).isEqualTo(413);
    }
}
