// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.requirement.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers with any owners, which need root. */
@RequiresRoot
class LayerUnpackerTest {
    @TempDir
    Path folder;

    private Path root;
    private Duration limit = Duration.ofMinutes(10);

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(folder.resolve("victim"), "mine");
    }

    private void unpack(TarFile... layers) throws IOException {
        unpack(1 << 20, 100, layers);
    }

    private void unpack(long maxBytes, int maxFiles, TarFile... layers) throws IOException {
        LayerUnpacker unpacker =
                new LayerUnpacker(root, new LayerUnpacker.Bounds(maxBytes, maxFiles, 1000), Deadline.in(limit));
        for (TarFile layer : layers) {
            unpacker.add(new ByteArrayInputStream(layer.toBytes()));
        }
        unpacker.finish();
    }

    @Test
    void ownersModesAndTimesAreKept() throws IOException {
        Instant then = Instant.parse("2020-02-02T02:02:02Z");
        unpack(new TarFile()
                .folder("srv", entry -> {
                    entry.setMode(01777);
                    entry.setModTime(java.nio.file.attribute.FileTime.from(then));
                })
                .file("srv/su", new byte[] {1}, entry -> {
                    entry.setIds(7, 8);
                    entry.setMode(04755);
                    entry.setModTime(java.nio.file.attribute.FileTime.from(then));
                }));
        Path file = root.resolve("srv/su");
        assertThat(Files.readAttributes(file, "unix:uid,gid"))
                .containsEntry("uid", 7)
                .containsEntry("gid", 8);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04755);
        assertThat((int) Files.getAttribute(root.resolve("srv"), "unix:mode") & 07777)
                .isEqualTo(01777);
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(then);
        assertThat(Files.getLastModifiedTime(root.resolve("srv")).toInstant()).isEqualTo(then);
    }

    @Test
    void whiteoutsRemoveWhatLowerLayersHave() throws IOException {
        unpack(
                new TarFile()
                        .file("etc/a", "a")
                        .file("etc/b", "b")
                        .file("var/cache/x/y", "y")
                        .file("var/cache/z", "z"),
                new TarFile().file("etc/.wh.a", "").file("var/cache/new", "new").file("var/cache/.wh..wh..opq", ""));
        assertThat(root.resolve("etc")).isDirectoryContaining("glob:**/b").isDirectoryNotContaining("glob:**/a");
        try (Stream<Path> left = Files.list(root.resolve("var/cache"))) {
            assertThat(left).containsExactly(root.resolve("var/cache/new"));
        }
    }

    @Test
    void aLaterLayerReplacesFilesFoldersAndLinks() throws IOException {
        unpack(
                new TarFile().file("file", "1").file("folder/in", "1").symbolicLink("link", "/etc/passwd"),
                new TarFile()
                        .folder("file", entry -> {})
                        .file("file/in", "2")
                        .file("folder", "2")
                        .file("link", "2"));
        assertThat(root.resolve("file/in")).hasContent("2");
        assertThat(root.resolve("folder")).hasContent("2");
        assertThat(root.resolve("link")).hasContent("2");
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isFalse();
    }

    @Test
    void linksAreFollowedInsideTheImage() throws IOException {
        unpack(
                new TarFile().folder("usr/lib", entry -> {}).symbolicLink("lib", "usr/lib"),
                new TarFile()
                        .file("lib/libc.so", "c")
                        .symbolicLink("up", "../../../../..")
                        .file("up/inside", "x")
                        .symbolicLink("absolute", folder.toString())
                        .file("absolute/victim", "theirs")
                        .link("usr/lib/hard", "lib/libc.so"));
        assertThat(root.resolve("usr/lib/libc.so")).hasContent("c");
        assertThat(root.resolve("inside")).hasContent("x");
        assertThat(root.resolve("usr/lib/hard")).hasContent("c");
        assertThat(folder.resolve("victim")).hasContent("mine");
        assertThat(Files.isSymbolicLink(root.resolve("lib"))).isTrue();
    }

    static List<TarFile> attempts() {
        return List.of(
                new TarFile().file("../victim", "theirs"),
                new TarFile().file("a/../../victim", "theirs"),
                new TarFile().folder("d", entry -> {}).file("d/.wh...", ""),
                new TarFile().file(".wh...", ""),
                new TarFile().file(".wh..", ""),
                new TarFile().link("hard", "../victim"),
                new TarFile().symbolicLink("s", "/etc/passwd").link("hard", "s"),
                new TarFile().symbolicLink("loop", "loop").file("loop/x", ""),
                new TarFile().device("etc/sda"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void nothingOutsideIsTouched(TarFile attempt) {
        assertThatThrownBy(() -> unpack(attempt)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("victim")).hasContent("mine");
        assertThat(root).isDirectory();
        assertThat(root.resolve("victim")).doesNotExist();
    }

    @Test
    void absolutePathsAreInside() throws IOException {
        unpack(new TarFile().file("/etc/absolute", "x").device("dev/null"));
        assertThat(root.resolve("etc/absolute")).hasContent("x");
        assertThat(Files.exists(root.resolve("dev/null"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void boundsHoldForAllLayersTogether() {
        TarFile half = new TarFile().file("a", "x".repeat(60));
        TarFile other = new TarFile().file("b", "x".repeat(60));
        assertThatThrownBy(() -> unpack(100, 10, half, other))
                .hasMessage("the image's files are larger than 100 bytes together");
        assertThatThrownBy(() -> unpack(1000, 1, new TarFile().file("a", "").file("b", "")))
                .hasMessage("the image has more than 1 files");
    }

    @Test
    void eachFolderOfAPathCounts() {
        TarFile deep = new TarFile().file("a/".repeat(50) + "f", "").file("b/".repeat(50) + "f", "");

        assertThatThrownBy(() -> unpack(1000, 60, deep)).hasMessage("the image has more than 60 files");
    }

    @Test
    void pathsMayNotFillTheMemory() {
        String name = "x".repeat(250);
        TarFile wide = new TarFile();
        for (int i = 0; i < 4; i++) {
            wide.file(i + name, "");
        }

        assertThatThrownBy(() -> unpack(wide))
                .hasMessage("the paths of the image's files are longer than 1000 bytes together");
    }

    @Test
    void aLinkHasNoEndlessTarget() {
        assertThatThrownBy(() -> unpack(new TarFile().symbolicLink("s", "x".repeat(5000))))
                .hasMessage("a path of 5000 characters");
    }

    @Test
    void anImageThatTakesTooLongIsGivenUp() {
        limit = Duration.ZERO;

        assertThatThrownBy(() -> unpack(new TarFile().file("a", ""))).hasMessage("reading it takes longer than 0 s");
    }
}
