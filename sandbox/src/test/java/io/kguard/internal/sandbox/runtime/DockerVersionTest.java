// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Podman speaks Docker's protocol. The answers are those of dockerd 26.1.5 and of Podman 5.4.2, without what they say of the machine. */
@Timeout(30)
class DockerVersionTest {
    private static final String DOCKER = """
            {"Platform": {"Name": ""}, "Components": [
              {"Name": "Engine", "Version": "26.1.5+dfsg1"},
              {"Name": "containerd", "Version": "1.7.24"}], "Version": "26.1.5+dfsg1", "ApiVersion": "1.45"}
            """;
    private static final String PODMAN = """
            {"Platform": {"Name": "linux/amd64/debian-13"}, "Components": [
              {"Name": "Podman Engine", "Version": "5.4.2", "Details": {"APIVersion": "5.4.2"}},
              {"Name": "Conmon", "Version": "conmon version 2.1.12, commit: unknown"}], "Version": "5.4.2", "ApiVersion": "1.41"}
            """;

    @TempDir
    Path folder;

    @Test
    void podmanIsRefusedByItsName() throws Exception {
        try (ServerSocketChannel server = server()) {
            CompletableFuture<String> asked = answer(server, "200 OK", PODMAN);
            // as Testcontainers is started, where another message would bury this one
            assertThatThrownBy(() -> TestcontainersStart.within(TestcontainersStart.LIMIT, () -> {
                        DockerVersion.refusePodman(http());
                        throw new AssertionError("Podman was taken for Docker");
                    }))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SUPPORTED))
                    .hasMessage(
                            "the daemon at unix://" + folder.resolve("socket") + " is Podman 5.4.2, not Docker. Podman"
                                    + " starts containers in another way, and kguard is not tested on it, so no check would be"
                                    + " proven.\nStart dockerd and set DOCKER_HOST to its socket, or use -Dkguard.runtime=runc.");
            assertThat(asked.join()).startsWith("GET /version ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DOCKER,
                "{\"Version\": \"17.06\"}",
                "{\"Components\": null}",
                "{\"Components\": [null, 1, {}, {\"Name\": \"Engine\", \"Version\": \"Podman Engine\"}]}"
            })
    void dockerIsTaken(String version) throws Exception {
        try (ServerSocketChannel server = server()) {
            CompletableFuture<String> asked = answer(server, "200 OK", version);
            assertThatCode(() -> DockerVersion.refusePodman(http())).doesNotThrowAnyException();
            assertThat(asked.join()).startsWith("GET /version ");
        }
    }

    /** What does not say what it is may be anything. */
    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "200 OK"})
    void anAnswerThatIsNoneIsRefused(String status) throws Exception {
        try (ServerSocketChannel server = server()) {
            CompletableFuture<String> asked = answer(server, status, "{\"Components\": [{\"Name\": \"Podm");
            assertThatThrownBy(() -> DockerVersion.refusePodman(http()))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining(" does not say what it is (GET /version): ");
            assertThat(asked.join()).startsWith("GET /version ");
        }
    }

    private DockerHttp http() {
        return new DockerHttp(URI.create("unix://" + folder.resolve("socket")));
    }

    private ServerSocketChannel server() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
    }

    /** Answers one request; returns its first bytes. */
    private static CompletableFuture<String> answer(ServerSocketChannel server, String status, String body) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(1 << 12);
                client.read(request);
                client.write(ByteBuffer.wrap(
                        ("HTTP/1.0 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(UTF_8)));
                return new String(request.array(), 0, request.position(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
