// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kguard.event.FalcoVersion;
import io.kguard.output.AlertOutputs.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts arrive at a real receiver of each channel, and losses are reported. */
class ChannelTest {
    private static final AlertFormat JSON = AlertFormat.json(FalcoVersion.V0_40, "lab");

    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder;

    private AlertOutputs outputs(Channel channel, int capacity, Duration patience) {
        return new AlertOutputs(JSON, List.of(channel), capacity, Duration.ofSeconds(2), patience, warnings::add);
    }

    private Delivery send(Channel channel, int alerts) {
        AlertOutputs outputs = outputs(channel, 1000, Duration.ofSeconds(20));
        for (int i = 0; i < alerts; i++) {
            outputs.accept(Alerts.numbered(i));
        }
        outputs.close();
        return outputs.deliveries().get(0);
    }

    private static List<String> lines(int alerts) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < alerts; i++) {
            lines.add(JSON.line(Alerts.numbered(i)));
        }
        return lines;
    }

    private static HttpChannel http(URI url) {
        return new HttpChannel(new ChannelSettings.ToHttp(url, "test", true), Duration.ofSeconds(5));
    }

    @Test
    void stdoutGetsALineForEachAlert() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Delivery delivery = send(new StreamChannel(stream), 3);
        assertThat(stream.toString(UTF_8).lines()).isEqualTo(lines(3));
        assertThat(delivery).isEqualTo(new Delivery("stdout_output", 3, 0, ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileGetsLinesAtItsEnd(boolean keepAlive) throws IOException {
        Path file = Files.writeString(folder.resolve("alerts"), "before\n");
        Delivery delivery = send(new FileChannel(file, keepAlive), 3);
        assertThat(Files.readAllLines(file)).startsWith("before").endsWith(lines(3).toArray(new String[0]));
        assertThat(delivery.delivered()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProgramReadsLines(boolean keepAlive) throws IOException {
        Path file = folder.resolve("alerts");
        Delivery delivery = send(new ProgramChannel("cat >> '" + file + "'", keepAlive), 3);
        assertThat(Files.readAllLines(file)).isEqualTo(lines(3));
        assertThat(delivery.delivered()).isEqualTo(3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void sidekickTakesAlertsOverHttp() throws IOException {
        try (SidekickReceiver receiver = SidekickReceiver.start(0)) {
            Delivery delivery = send(http(receiver.url()), 3);
            assertThat(delivery.delivered()).isEqualTo(3);
            assertThat(receiver.payloads()).hasSize(3);
            assertThat(receiver.payloads().get(2).outputFields()).containsEntry("evt.num", 2L);
            assertThat(receiver.refusals()).isEmpty();
        }
    }

    @Test
    void theChannelsOfAConfigurationAreOpened() throws IOException {
        try (SidekickReceiver receiver = SidekickReceiver.start(0)) {
            Path file = Files.writeString(folder.resolve("falco.yaml"), """
                    json_output: true
                    stdout_output: {enabled: true}
                    file_output: {enabled: true, keep_alive: false, filename: %s}
                    program_output: {enabled: true, keep_alive: true, program: "cat > '%s'"}
                    http_output: {enabled: true, url: "%s", compress_uploads: false}
                    """.formatted(
                            folder.resolve("file"), folder.resolve("program"), receiver.url()));
            FalcoConfig config = FalcoConfig.read(file, FalcoVersion.V0_40, Map.of("FALCO_HOSTNAME", "lab")::get);
            ByteArrayOutputStream stdout = new ByteArrayOutputStream();
            AlertOutputs outputs = config.openOutputs(stdout, warnings::add);
            outputs.accept(Alerts.numbered(0));
            outputs.close();
            assertThat(stdout.toString(UTF_8).lines()).isEqualTo(lines(1));
            assertThat(Files.readAllLines(folder.resolve("file"))).isEqualTo(lines(1));
            assertThat(Files.readAllLines(folder.resolve("program"))).isEqualTo(lines(1));
            assertThat(receiver.payloads()).hasSize(1);
            assertThat(outputs.deliveries()).extracting(Delivery::delivered).containsExactly(1L, 1L, 1L, 1L);
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void whatARefusingReceiverDoesNotTakeIsToldWithItsAnswer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "no thanks".getBytes(UTF_8);
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            Delivery delivery = send(http(url), 3);
            assertThat(delivery.lost()).isEqualTo(3);
            assertThat(warnings)
                    .containsExactly(
                            "http_output to " + url + ": alerts do not arrive: the receiver answered 503: no thanks",
                            "http_output to " + url + ": 3 of 3 alerts did not arrive or are not known to have arrived;"
                                    + " the last: the receiver answered 503: no thanks");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aReceiverThatIsNotThereIsToldAtOnce() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Delivery delivery = send(http(URI.create("http://127.0.0.1:" + port)), 2);
        assertThat(delivery.lost()).isEqualTo(2);
        assertThat(warnings.get(0)).endsWith("no connection: is the receiver running?");
    }

    @Test
    void whatAProgramThatDiesMayNotHaveReadIsLostHoweverManyAreStarted() throws IOException {
        Path file = folder.resolve("alerts");
        Delivery delivery = send(new ProgramChannel("head -n 1 >> '" + file + "'; exit 3", true), 40);
        assertThat(Files.readAllLines(file)).first().isEqualTo(lines(1).get(0));
        assertThat(delivery.delivered()).isZero();
        assertThat(delivery.lost()).isEqualTo(40);
        assertThat(delivery.reason()).contains("the program ended with status 3", "it may not have read the ");
        assertThat(warnings).first().asString().contains(": alerts do not arrive: the program ended with status 3");
    }

    @Test
    @Timeout(300)
    void aProgramThatEndsWellBeforeItsInputHasLostWhatItWasSent() {
        ProgramChannel channel = new ProgramChannel("head -n 1 > /dev/null", true);
        assertThatThrownBy(() -> {
                    while (channel.send("line") == 0) { // until it has ended
                        Thread.onSpinWait();
                    }
                })
                .hasMessageContaining("the program ended with status")
                .hasMessageContaining(" before its input did: it may not have read the ");
        channel.abort();
    }

    @Test
    void aProgramForEachLineSaysByItsStatusWhetherItGotIt() throws IOException {
        Path file = folder.resolve("alerts");
        String takesOddOnes =
                "read line; echo \"$line\" >> '" + file + "'; test $(($(wc -l < '" + file + "') % 2)) = 1";
        Delivery delivery = send(new ProgramChannel(takesOddOnes, false), 5);
        assertThat(Files.readAllLines(file)).isEqualTo(lines(5));
        assertThat(delivery.delivered()).isEqualTo(3);
        assertThat(delivery.lost()).isEqualTo(2);
        assertThat(warnings).element(1).asString().endsWith(": works again");
    }

    @Test
    void aSlowChannelLosesOnlyWhatItsQueueCantHold() {
        CountDownLatch open = new CountDownLatch(1);
        List<String> arrived = Collections.synchronizedList(new ArrayList<>());
        Channel slow = new Channel() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public long send(String line) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                arrived.add(line);
                return 1;
            }

            @Override
            public long close() {
                return 0;
            }

            @Override
            public void abort() {}
        };
        AlertOutputs outputs = outputs(slow, 5, Duration.ofSeconds(20));
        for (int i = 0; i < 20; i++) {
            outputs.accept(Alerts.numbered(i));
        }
        open.countDown();
        outputs.close();
        Delivery delivery = outputs.deliveries().get(0);
        assertThat(delivery.delivered() + delivery.lost()).isEqualTo(20);
        assertThat(delivery.delivered()).isBetween(5L, 6L).isEqualTo(arrived.size());
        assertThat(arrived).first().isEqualTo(lines(1).get(0));
        assertThat(warnings)
                .containsExactly(
                        "slow: too slow, the queue of 5 alerts was full: alerts are lost",
                        "slow: " + delivery.lost() + " of 20 alerts did not arrive or are not known to have arrived;"
                                + " the last: the queue of 5 alerts was full");
    }

    @Test
    void aChannelThatHangsDoesNotHoldUpTheEndForEver() {
        ProgramChannel hanging = new ProgramChannel("sleep 1000", true);
        AlertOutputs outputs = outputs(hanging, 100, Duration.ofMillis(300));
        for (int i = 0; i < 3; i++) {
            outputs.accept(Alerts.numbered(i));
        }
        outputs.close();
        assertThat(outputs.deliveries().get(0).delivered()).isZero();
        assertThat(outputs.deliveries().get(0).lost()).isEqualTo(3);
        assertThat(warnings).last().asString().contains("not sent within 300 ms after the end of the run");
    }
}
