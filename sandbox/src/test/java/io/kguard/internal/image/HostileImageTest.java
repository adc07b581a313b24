// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.file.Sha256;
import io.kguard.internal.image.ImageCache.Bounds;
import io.kguard.workload.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of somebody who is not trusted, before they are unpacked. */
@Tag("trust")
class HostileImageTest {
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private ImageBlobs archive(TarFile tar) throws IOException {
        Path file = Files.write(folder.resolve("image.tar"), tar.toBytes());
        return new DockerArchiveReader(file, Files.createDirectory(folder.resolve("scratch")), 1 << 20, LATER).read("");
    }

    @Test
    void linksOfAnArchiveAreFew() {
        TarFile tar = new TarFile();
        for (int i = 0; i <= 10_000; i++) {
            tar.symbolicLink("l" + i, "layer.tar");
        }

        assertThatThrownBy(() -> archive(tar)).hasMessage("it has more than 10000 symbolic links");
    }

    @Test
    void linksOfAnArchiveAreShort() {
        assertThatThrownBy(() -> archive(new TarFile().symbolicLink("l", "x".repeat(5000))))
                .hasMessage("a path of more than 4096 characters");
    }

    /** A layout with one layer of the word layer. */
    private Path layout() throws IOException {
        Path layout = folder.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        String layer = blob(layout, "layer");
        String config = blob(layout, "{\"rootfs\": {\"diff_ids\": [\"" + layer + "\"]}}");
        String manifest = blob(
                layout,
                "{\"config\": {\"digest\": \"%s\"}, \"layers\": [{\"digest\": \"%s\"}]}".formatted(config, layer));
        Files.writeString(layout.resolve("index.json"), "{\"manifests\": [{\"digest\": \"" + manifest + "\"}]}");
        return layout;
    }

    private static String blob(Path layout, String content) throws IOException {
        String digest = Sha256.of(content.getBytes(UTF_8));
        Files.writeString(layout.resolve("blobs/sha256").resolve(digest), content);
        return "sha256:" + digest;
    }

    @Test
    void aLayerIsReadFromTheLayoutAlone() throws IOException {
        Path layout = layout();
        ImageBlobs blobs = new OciLayoutReader(layout).read("");
        try (InputStream layer = blobs.layers().get(0).open()) {
            assertThat(layer.readAllBytes()).asString().isEqualTo("layer");
        }
        Files.move(layout.resolve("blobs"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(layout.resolve("blobs"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> blobs.layers().get(0).open())
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("is missing");
    }

    @Test
    void anIndexThatIsALinkIsNone() throws IOException {
        Path layout = layout();
        Files.move(layout.resolve("index.json"), layout.resolve("other.json"));
        Files.createSymbolicLink(layout.resolve("index.json"), Path.of("other.json"));

        assertThatThrownBy(() -> new OciLayoutReader(layout).read("")).hasMessage("it has no index.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ", "[", "a: [", "{\"a\":", "? "})
    void nestingWithoutEndIsNoFailureOfKguard(String level) {
        assertThatThrownBy(() -> JsonTree.read(level.repeat(200_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonTree.read("{\"images\":" + level.repeat(200_000) + "}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anArchiveOfADaemonHasAnEnd() throws IOException {
        Path home = folder.resolve("images");
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        try (ImageCache cache = new ImageCache(home, new Bounds(1 << 20, 10))) {
            ImageLoader loader = new ImageLoader(cache, Map::of, reference -> endless);

            assertThatThrownBy(() -> loader.load(new ImageSource.DockerDaemon("app:1")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("its archive is larger than 1048576 bytes");
        }
        assertThat(home).isDirectoryContaining("glob:**/lock").isDirectoryNotContaining("glob:**/making-*");
    }
}
