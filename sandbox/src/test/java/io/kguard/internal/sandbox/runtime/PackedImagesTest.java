// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.kguard.internal.file.Sha256;
import io.kguard.internal.image.FileTrees;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.image.TarFile;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pods on packed images that are built from the machine's busybox. */
@RequiresRoot
@Timeout(120)
class PackedImagesTest {
    private static final String NAME = "registry.example/team/app:1.2";

    @TempDir
    static Path folder;

    private static byte[] lower;
    private static byte[] upper;
    private static String config;

    @BeforeAll
    static void makeImage() throws Exception {
        Path cache = Path.of("/var/cache/kguard/images");
        Path busybox = new ImageStore(new ImageCache(cache), Map.of())
                .load(new ImageSource.BuiltIn("busybox"))
                .layers()
                .get(0);
        Process tar = new ProcessBuilder("tar", "-C", busybox.toString(), "-c", ".").start();
        lower = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        upper = new TarFile()
                .file("app/greet", "#!/bin/sh\necho $GREETING $1 from $(pwd) as $(id -u)\n".getBytes(UTF_8), entry -> {
                    entry.setMode(0755);
                })
                .file("etc/.wh.crontab", "")
                .toBytes();
        config = config(List.of("sha256:" + sha(lower), "sha256:" + sha(upper)));
    }

    private static String config(List<String> diffIds) {
        return Json.write(Json.object(
                "architecture",
                "amd64",
                "os",
                "linux",
                "config",
                Json.object(
                        "Env",
                        List.of("PATH=/usr/bin:/bin", "GREETING=hello"),
                        "Entrypoint",
                        List.of("/app/greet"),
                        "Cmd",
                        List.of("world"),
                        "WorkingDir",
                        "/app",
                        "User",
                        "app"),
                "rootfs",
                Json.object("type", "layers", "diff_ids", diffIds)));
    }

    private static String sha(byte[] content) {
        return Sha256.of(content);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static Path archive(String name, String configuration, boolean compressed) throws IOException {
        String manifest = "["
                + Json.write(Json.object(
                        "Config", "config.json", "RepoTags", List.of(NAME), "Layers", List.of("1/layer.tar", "2.tar")))
                + "]";
        byte[] tar = new TarFile()
                .file("1/layer.tar", lower, entry -> {})
                .symbolicLink("2.tar", "3/layer.tar")
                .file("3/layer.tar", upper, entry -> {})
                .file("config.json", configuration)
                .file("manifest.json", manifest)
                .toBytes();
        return Files.write(folder.resolve(name), compressed ? gzip(tar) : tar);
    }

    private static Map<String, Object> blob(Path layout, byte[] content) throws IOException {
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.write(blobs.resolve(sha(content)), content);
        return Json.object("digest", "sha256:" + sha(content), "size", content.length);
    }

    private static Path layout(String name) throws IOException {
        return layout(name, gzip(lower), upper);
    }

    private static Path layout(String name, byte[] lowest, byte[] topmost) throws IOException {
        Path layout = folder.resolve(name);
        Map<String, Object> manifest = Json.object(
                "schemaVersion",
                2,
                "config",
                blob(layout, config.getBytes(UTF_8)),
                "layers",
                List.of(blob(layout, lowest), blob(layout, topmost)));
        Map<String, Object> plain = blob(layout, Json.write(manifest).getBytes(UTF_8));
        plain.put("annotations", Json.object("org.opencontainers.image.ref.name", "1.2"));
        Map<String, Object> other = blob(layout, "{}".getBytes(UTF_8));
        other.put("annotations", Json.object("org.opencontainers.image.ref.name", "empty"));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(
                layout.resolve("index.json"),
                Json.write(Json.object("schemaVersion", 2, "manifests", List.of(other, plain))));
        return layout;
    }

    private static PodContainer greeting(PodSandbox pod) throws Exception {
        PodContainer container = pod.container("");
        assertThat(container.exit().get(60, TimeUnit.SECONDS)).isZero();
        assertThat(new String(container.log().bytes(), UTF_8)).isEqualTo("hello world from /app as 1000\n");
        return container;
    }

    private static SandboxOptions allowing() {
        PodSetup setup = PodSetup.defaults();
        return SimulatorOptions.configured()
                .sandbox()
                .withSetup(setup.withFolders(setup.folders().and(List.of(folder))));
    }

    private static io.fabric8.kubernetes.api.model.Pod asIs(String image) {
        return Pods.with(container -> container.withImage(image).withCommand((List<String>) null));
    }

    @Test
    void anArchiveOfDockerSaveIsRunAsItsConfigurationSays() throws Exception {
        ImageSource source = new ImageSource.DockerArchive(archive("app.tar", config, false), "");
        try (Sandbox sandbox =
                        Sandboxes.open(SimulatorOptions.configured().sandbox().withImage(NAME, source));
                PodSandbox pod = sandbox.start(asIs(NAME), PodListener.NONE)) {
            ContainerMetadata metadata = greeting(pod).metadata();
            assertThat(metadata.image().repository()).isEqualTo("registry.example/team/app");
            assertThat(metadata.image().tag()).isEqualTo("1.2");
            assertThat(metadata.imageId()).isEqualTo(sha(config.getBytes(UTF_8)));
            assertThat(metadata.env()).contains("GREETING=hello");
        }
    }

    @Test
    void aCompressedArchiveIsNamedInThePod() throws Exception {
        String name = "docker-archive:" + archive("app.tar.gz", config, true) + ":" + NAME;
        try (Sandbox sandbox = Sandboxes.open(allowing());
                PodSandbox pod = sandbox.start(asIs(name), PodListener.NONE)) {
            assertThat(greeting(pod).metadata().image().repository()).isEqualTo("registry.example/team/app");
        }
    }

    @Test
    void anImageOfAnOciLayoutIsChosenByItsTag() throws Exception {
        Path layout = layout("layout");
        try (Sandbox sandbox = Sandboxes.open(allowing());
                PodSandbox pod = sandbox.start(asIs("oci:" + layout + ":1.2"), PodListener.NONE)) {
            ContainerMetadata metadata = greeting(pod).metadata();
            assertThat(metadata.image().repository()).isEqualTo("localhost/layout");
            assertThat(metadata.image().tag()).isEqualTo("1.2");
            assertThat(metadata.image().digest()).matches("sha256:[0-9a-f]{64}");
        }
    }

    @Test
    void layersMayBeCompressedWithZstd() throws Exception {
        String name = "oci:" + layout("layout-zstd", Zstd.compress(lower), Zstd.compress(upper)) + ":1.2";
        // the default cache may have the image from another layout
        Path cache = folder.resolve("cache");
        try (Sandbox sandbox = Sandboxes.open(allowing().withImageCache(cache));
                PodSandbox pod = sandbox.start(asIs(name), PodListener.NONE)) {
            assertThat(greeting(pod).metadata().image().tag()).isEqualTo("1.2");
        } finally {
            FileTrees.delete(cache);
        }
    }

    @Test
    void upperLayersRemoveFilesAndTheManifestsCommandComesFirst() throws Exception {
        String name = "oci:" + layout("layout-2") + ":1.2";
        try (Sandbox sandbox = Sandboxes.open(allowing());
                PodSandbox pod = sandbox.start(
                        Pods.with(container -> container.withImage(name).withCommand("sleep", "1000")),
                        PodListener.NONE)) {
            ExecResult result = pod.exec("", ExecSpec.of("sh", "-c", "id -u; pwd; ls /etc/crontab /etc/passwd"));
            assertThat(result.stdout()).isEqualTo("1000\n/app\n/etc/passwd\n");
        }
    }

    @Test
    void whatIsWrongWithAnImageIsSaid() throws Exception {
        Path layout = layout("layout-3");
        String lie = config(List.of("sha256:" + sha(lower), "sha256:" + sha(lower)));
        Path damaged = archive("damaged.tar", lie, false);
        try (Sandbox sandbox = Sandboxes.open(allowing())) {
            assertImageFails(sandbox, "oci:" + layout + ":2.0", "it has no image 2.0. It has: empty, 1.2");
            assertImageFails(
                    sandbox,
                    "oci:" + layout,
                    "it must have one image if none is named, but it has 2. It has: empty, 1.2");
            assertImageFails(sandbox, "oci:" + folder.resolve("no/such/layout"), "it has no index.json");
            assertImageFails(sandbox, "docker-archive:" + folder.resolve("no/such.tar"), "there is no such file");
            assertImageFails(
                    sandbox, "docker-archive:" + damaged + ":other:1", "it has no image other:1. It has: " + NAME);
            assertImageFails(
                    sandbox, "docker-archive:" + damaged, "a layer is damaged: its digest is sha256:" + sha(upper));
            Files.writeString(layout.resolve("blobs/sha256").resolve(sha("{}".getBytes(UTF_8))), "{ }");
            assertImageFails(sandbox, "oci:" + layout + ":empty", "is damaged: its content has another digest");
        }
    }

    private static void assertImageFails(Sandbox sandbox, String image, String message) {
        assertThatThrownBy(() -> sandbox.start(asIs(image), PodListener.NONE))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((SandboxException) e).reason())
                .isEqualTo(SandboxException.Reason.IMAGE);
    }
}
