// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.luben.zstd.Zstd;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.image.TarFile;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.requirement.RequiresDocker;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** Pods on an image that a Docker daemon has built, under all forms of its name, run what the daemon would run. */
@RequiresRoot
@RequiresDocker
@Timeout(240)
class DaemonImagesTest {
    private static final String NAME = "kguard-test/app:1.2";
    private static final String DOCKERFILE = """
            FROM scratch
            ADD files.tar /
            RUN rm /etc/crontab && rm -r /etc/ssh && mkdir /etc/ssh && echo new > /etc/ssh/config \
                && mkdir -p /app && chown app /app && ln -s /etc/passwd /app/link && ln /etc/group /app/hard
            COPY greet /app/greet
            ENV GREETING="hello there"
            USER app
            WORKDIR /app
            ENTRYPOINT ["/bin/sh", "/app/greet"]
            CMD ["world"]
            """;
    private static final String GREET = """
            echo "$GREETING, $1, from $(pwd) as $(id -un)"
            ls /etc/crontab /etc/ssh /app
            cat /app/link /app/hard | wc -l
            """;

    @TempDir
    static Path folder;

    private static DockerClient client;

    @BeforeAll
    static void build() throws Exception {
        client = DockerClientFactory.instance().client();
        Path busybox = new ImageStore(
                        new ImageCache(SimulatorOptions.configured().sandbox().imageCache()), Map.of())
                .load(new ImageSource.BuiltIn("busybox"))
                .layers()
                .get(0);
        Process tar = new ProcessBuilder("tar", "-C", busybox.toString(), "-c", ".").start();
        byte[] files = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        byte[] context = new TarFile()
                .file("Dockerfile", DOCKERFILE)
                .file("files.tar", files, entry -> {})
                .file("greet", GREET)
                .toBytes();
        client.buildImageCmd(new ByteArrayInputStream(context))
                .withTags(Set.of(NAME))
                .withNetworkMode("none")
                .exec(new BuildImageResultCallback())
                .awaitImageId(2, TimeUnit.MINUTES);
    }

    @AfterAll
    static void remove() {
        client.removeImageCmd(NAME).withForce(true).exec();
    }

    private static Pod asIs(String image) {
        return Pods.with(container -> container.withImage(image).withCommand((List<String>) null));
    }

    private static ContainerMetadata greets(String image) throws Exception {
        PodSetup setup = PodSetup.defaults();
        setup = setup.withFolders(setup.folders().and(List.of(folder)));
        try (Sandbox sandbox =
                        Sandboxes.open(SimulatorOptions.configured().sandbox().withSetup(setup));
                PodSandbox pod = sandbox.start(asIs(image), PodListener.NONE)) {
            PodContainer container = pod.container("");
            container.exit().get(60, TimeUnit.SECONDS);
            assertThat(new String(container.log().bytes(), UTF_8).lines())
                    .contains("hello there, world, from /app as app", "config", "greet", "hard", "link", "48")
                    .anyMatch(line -> line.contains("/etc/crontab: No such file"))
                    .hasSize(10);
            return container.metadata();
        }
    }

    /** In the format of docker save, which is also an OCI layout. */
    private static Path saved() throws IOException {
        Path file = folder.resolve("saved.tar");
        if (Files.notExists(file)) {
            try (InputStream image = client.saveImageCmd(NAME).exec()) {
                Files.copy(image, file);
            }
        }
        return file;
    }

    private static byte[] compressed() throws IOException {
        return Zstd.compress(Files.readAllBytes(saved()));
    }

    private static Path run(Path result, String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return result;
    }

    @Test
    void thePlainNameIsThatOfTheDaemonsImage() throws Exception {
        ContainerMetadata metadata = greets(NAME);
        assertThat(metadata.image().repository()).isEqualTo("docker.io/kguard-test/app");
        assertThat(metadata.image().tag()).isEqualTo("1.2");
        assertThat(metadata.imageId())
                .isEqualTo(client.inspectImageCmd(NAME).exec().getId().replace("sha256:", ""));
        assertThat(metadata.env()).contains("GREETING=hello there");
    }

    @Test
    void aPodMayNameTheDaemon() throws Exception {
        assertThat(greets("docker-daemon:" + NAME).image().repository()).isEqualTo("docker.io/kguard-test/app");
    }

    @Test
    void whatTheDaemonSavesRunsAlike() throws Exception {
        assertThat(greets("docker-archive:" + saved() + ":" + NAME).image().tag())
                .isEqualTo("1.2");
        greets("docker-archive:" + Files.write(folder.resolve("saved.tar.zst"), compressed()));
    }

    @Test
    void anUnpackedArchiveIsALayout() throws Exception {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        run(layout, "tar", "-C", layout.toString(), "-xf", saved().toString());
        greets("oci:" + layout);
    }

    @Test
    void aDamagedCompressionIsSaid() throws Exception {
        byte[] content = compressed();
        Path packed = folder.resolve("short.tar.zst");
        Files.write(packed, java.util.Arrays.copyOf(content, content.length / 2));
        assertThatThrownBy(() -> greets("docker-archive:" + packed))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("short.tar.zst can't be uncompressed: ");
    }
}
