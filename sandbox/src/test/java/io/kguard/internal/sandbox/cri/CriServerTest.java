// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.cri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.workload.ImageReference;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API lists containers as a container runtime does, and nothing else. */
@Timeout(120)
class CriServerTest {
    private static final String ID = "0123456789ab".repeat(6).substring(0, 64);
    private static final String POD = "fedcba987654".repeat(6).substring(0, 64);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private CriServer server;

    /** What comes back of a call: its one message, and its status. */
    private record Answer(byte[] message, String status, String text) {}

    @BeforeEach
    void open() throws IOException {
        server = CriServer.open();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(server.socket().getParent()).doesNotExist();
    }

    @Test
    void itIsContainerd() throws Exception {
        Answer answer = call("Version", new CriMessage());
        assertThat(answer.status()).isEqualTo("0");
        assertThat(text(answer.message(), 2)).isEqualTo("containerd");
        assertThat(text(answer.message(), 4)).isEqualTo("v1");
        assertThat(call("Status", new CriMessage()).message()).asString(UTF_8).contains("RuntimeReady");
    }

    @Test
    void rootAloneReachesIt() throws IOException {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.socket().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aContainerIsTold() throws Exception {
        server.beforeStart(container(), 1);
        Answer list =
                call("ListContainers", new CriMessage().message(1, new CriMessage().text(1, ID.substring(0, 12))));
        assertThat(text(CriRequest.field(list.message(), 1), 1)).isEqualTo(ID);

        Answer answer = call("ContainerStatus", new CriMessage().text(1, ID).flag(2, true));
        byte[] status = CriRequest.field(answer.message(), 1);
        assertThat(text(status, 1)).isEqualTo(ID);
        assertThat(text(CriRequest.field(status, 2), 1)).isEqualTo("web");
        assertThat(text(CriRequest.field(status, 8), 1)).isEqualTo("docker.io/library/nginx:1.27");
        assertThat(text(CriRequest.field(status, 14), 1)).isEqualTo("/data");
        assertThat(text(CriRequest.field(answer.message(), 2), 2))
                .contains("\"privileged\":true")
                .contains("\"key\":\"A\"", "\"value\":\"b=c\"");

        Answer pod = call("PodSandboxStatus", new CriMessage().text(1, POD));
        byte[] sandbox = CriRequest.field(pod.message(), 1);
        assertThat(text(CriRequest.field(sandbox, 2), 1)).isEqualTo("web-0");
        assertThat(text(CriRequest.field(sandbox, 5), 1)).isEqualTo("10.0.0.7");
        Answer pods = call("ListPodSandbox", new CriMessage());
        assertThat(text(CriRequest.field(pods.message(), 1), 1)).isEqualTo(POD);
    }

    @Test
    void whatIsOverIsForgotten() throws Exception {
        server.beforeStart(container(), 1);
        server.clear();
        Answer answer = call("ContainerStatus", new CriMessage().text(1, ID));
        assertThat(answer.status()).isEqualTo("5");
        assertThat(answer.text()).contains("there is no container");
        assertThat(call("ListContainers", new CriMessage()).message()).isEmpty();
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        Answer answer = call("RemoveContainer", new CriMessage().text(1, ID));
        assertThat(answer.status()).isEqualTo("12");
        assertThat(answer.text()).isEqualTo("kguard does not simulate the call RemoveContainer");
    }

    @Test
    void whatIsNoMessageIsRefused() throws Exception {
        assertThat(send("ContainerStatus", Buffer.buffer("no frame")).status()).isEqualTo("13");
        assertThat(call("ContainerStatus", new byte[] {(byte) 0xff}).status()).isEqualTo("13");
        assertThat(send("Version", Buffer.buffer(new byte[(1 << 16) + 1])).status())
                .isEqualTo("8");
    }

    @Test
    void aContainerStartsWhenTheListenerHasAskedForIt() throws Exception {
        CompletableFuture<byte[]> event = new CompletableFuture<>();
        await(request(
                "GetContainerEvents",
                framed(new byte[0]),
                response -> Future.succeededFuture(
                        response.handler(chunk -> event.complete(chunk.getBytes(5, chunk.length()))))));
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> server.beforeStart(container(), 1));

        assertThat(text(event.get(30, TimeUnit.SECONDS), 1)).isEqualTo(ID);
        assertThat(start).isNotDone();
        call("ContainerStatus", new CriMessage().text(1, ID));
        call("PodSandboxStatus", new CriMessage().text(1, POD));
        start.get(30, TimeUnit.SECONDS);
    }

    private Answer call(String method, CriMessage request) throws Exception {
        return call(method, request.toBytes());
    }

    private Answer call(String method, byte[] request) throws Exception {
        return send(method, framed(request));
    }

    private Answer send(String method, Buffer body) throws Exception {
        return await(request(
                method,
                body,
                response -> response.body()
                        .map(all -> new Answer(
                                all.length() == 0 ? new byte[0] : all.getBytes(5, all.length()),
                                response.getTrailer("grpc-status"),
                                String.valueOf(response.getTrailer("grpc-message"))))));
    }

    /** The reader is set on the client's own thread, before its answer comes: what nobody reads then is gone. */
    private <T> Future<T> request(String method, Buffer body, Function<HttpClientResponse, Future<T>> reader) {
        return client.request(new RequestOptions()
                        .setServer(SocketAddress.domainSocketAddress(
                                server.socket().toString()))
                        .setMethod(HttpMethod.POST)
                        .setHost("localhost")
                        .setURI("/runtime.v1.RuntimeService/" + method)
                        .putHeader("content-type", "application/grpc"))
                .compose(request -> request.send(body).compose(reader));
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Buffer framed(byte[] message) {
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message);
    }

    private static String text(byte[] message, int number) throws IOException {
        return new String(CriRequest.field(message, number), UTF_8);
    }

    /** Falco's container plugin split the name at each colon until 0.42. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void thePortOfARegistryIsLostIn041And042(FalcoVersion version) {
        boolean cut = version == FalcoVersion.V0_41 || version == FalcoVersion.V0_42;
        assertThat(container("registry.example.com:5000/nginx:1.27").toFalcoJson(version))
                .contains(
                        cut
                                ? "\"imagerepo\":\"registry.example.com\",\"imagetag\":\"\""
                                : "\"imagerepo\":\"registry.example.com:5000/nginx\",\"imagetag\":\"1.27\"");
        assertThat(container("nginx:1.27").toFalcoJson(version))
                .contains("\"imagerepo\":\"docker.io/library/nginx\",\"imagetag\":\"1.27\"");
    }

    private static ContainerMetadata container() {
        return container("nginx:1.27");
    }

    private static ContainerMetadata container(String image) {
        return new ContainerMetadata(
                ID,
                ContainerMetadata.TYPE_CONTAINERD,
                "web",
                ImageReference.parse(image),
                "sha256:" + ID,
                POD,
                "uid",
                "web-0",
                "shop",
                "10.0.0.7",
                true,
                false,
                false,
                false,
                "0",
                1_700_000_000,
                List.of(new ContainerMetadata.Mount("/srv", "/data", "", true, "private")),
                List.of("A=b=c"),
                Map.of("io.kubernetes.pod.name", "web-0"),
                Map.of("app", "web"),
                List.of(),
                List.of(),
                List.of(),
                0,
                2,
                0,
                100_000);
    }
}
