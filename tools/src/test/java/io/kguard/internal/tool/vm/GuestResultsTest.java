// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest hands back. It may have been written by an attack. */
@Tag("trust")
class GuestResultsTest {
    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Content {
        void write(TarArchiveOutputStream archive) throws IOException;
    }

    @Test
    void filesComeToTheirFolderAndTheStatusIsRead() throws IOException {
        OptionalInt status = take(archive -> {
            file(archive, "out/0/part.json", "{}");
            file(archive, "out/1/deep/er", "text");
            file(archive, "status", "1\n");
        });

        assertThat(status).hasValue(1);
        assertThat(folder.resolve("a/part.json")).hasContent("{}");
        assertThat(folder.resolve("b/deep/er")).hasContent("text");
    }

    @Test
    void anEmptyDiskHasNoStatus() throws IOException {
        Path disk = folder.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(1 << 20);
        }

        assertThat(GuestResults.take(disk, List.of())).isEmpty();
    }

    @Test
    void withoutTheLastFileThereIsNoStatus() throws IOException {
        assertThat(take(archive -> file(archive, "out/0/part.json", "{}"))).isEmpty();
    }

    @Test
    void aStatusThatIsNoNumberIsNone() throws IOException {
        assertThat(take(archive -> file(archive, "status", ""))).isEmpty();
        assertThat(take(archive -> file(archive, "status", "0 or so"))).isEmpty();
        assertThat(take(archive -> file(archive, "status", "-1"))).isEmpty();
    }

    @Test
    void anArchiveThatBreaksOffIsAnError() throws IOException {
        Path disk = folder.resolve("disk");
        write(disk, archive -> file(archive, "out/0/part.json", "x".repeat(100_000)));
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(50_000);
        }

        assertThatThrownBy(() -> GuestResults.take(disk, List.of(folder.resolve("a"))))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("a/part.json")).doesNotExist();
    }

    @Test
    void nothingIsWrittenOutsideTheFolder() {
        assertThatThrownBy(() -> take(archive -> file(archive, "out/0/../../secret", "x")))
                .isInstanceOf(GuestException.class)
                .hasMessage("the virtual machine handed back what nobody asked for: out/0/../../secret");
        assertThat(folder.resolve("secret")).doesNotExist();
    }

    @Test
    void nothingButFilesAndFoldersIsTaken() {
        assertThatThrownBy(() -> take(archive -> link(archive, TarConstants.LF_SYMLINK)))
                .hasMessageContaining("what nobody asked for");
        assertThatThrownBy(() -> take(archive -> link(archive, TarConstants.LF_LINK)))
                .hasMessageContaining("what nobody asked for");
        assertThatThrownBy(() -> take(archive -> link(archive, TarConstants.LF_FIFO)))
                .hasMessageContaining("what nobody asked for");
    }

    @Test
    void aFolderThatNobodyNamedIsRefused() {
        assertThatThrownBy(() -> take(archive -> file(archive, "out/7/x", "x")))
                .hasMessageContaining("what nobody asked for");
        assertThatThrownBy(() -> take(archive -> file(archive, "etc/passwd", "x")))
                .hasMessageContaining("what nobody asked for");
    }

    @Test
    void aLinkOfTheFolderIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/part.json"), elsewhere.resolve("target"));

        assertThat(take(archive -> file(archive, "out/0/part.json", "{}"))).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(folder.resolve("a/part.json")).isRegularFile().hasContent("{}");
    }

    private OptionalInt take(Content content) throws IOException {
        Path disk = folder.resolve("disk");
        write(disk, content);
        return GuestResults.take(disk, List.of(folder.resolve("a"), folder.resolve("b")));
    }

    private static void write(Path disk, Content content) throws IOException {
        try (OutputStream out = Files.newOutputStream(disk);
                TarArchiveOutputStream archive = new TarArchiveOutputStream(out, UTF_8.name())) {
            content.write(archive);
        }
    }

    private static void file(TarArchiveOutputStream archive, String name, String text) throws IOException {
        byte[] content = text.getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream archive, byte kind) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("out/0/link", kind);
        entry.setLinkName("/etc/passwd");
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
    }
}
