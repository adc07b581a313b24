// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a scenario's folder kubectl receives. */
@Tag("trust")
class FileArchiveTest {
    private Path outside;
    private Path folder;

    @BeforeEach
    void makeFolders(@TempDir Path temporary) throws IOException {
        outside = Files.writeString(temporary.resolve("outside.txt"), "TOPSECRET-HOST");
        folder = Files.createDirectories(temporary.resolve("scenario"));
        Files.createDirectories(folder.resolve("base/.git"));
        Files.writeString(folder.resolve("a.yaml"), "a");
        Files.writeString(folder.resolve("base/b.yaml"), "b");
        Files.writeString(folder.resolve("base/.git/config"), "TOPSECRET-TOKEN");
    }

    @Test
    void namedFilesAndFoldersAreCopiedForReading() throws IOException {
        assertThat(archive("a.yaml", "base", "absent.yaml", "a.yaml"))
                .containsExactly("a.yaml 444 a", "base/b.yaml 444 b");
    }

    @Test
    void nothingIsCopiedThatIsNotNamed() throws IOException {
        assertThat(FileArchive.of(folder, new FileArguments(List.of("absent.yaml"))))
                .isEmpty();
        assertThat(FileArchive.of(folder.resolve("nowhere"), new FileArguments(List.of("a.yaml"))))
                .isEmpty();
    }

    @Test
    void theWholeFolderHasNoHiddenFiles() throws IOException {
        assertThat(archive("")).containsExactlyInAnyOrder("a.yaml 444 a", "base/b.yaml 444 b");
    }

    @Test
    void linksThatMakeFoldersEndlesslyManyAreRefused() throws IOException {
        for (int i = 0; i <= 12; i++) {
            Files.createDirectory(folder.resolve("d" + i));
        }
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 8; j++) {
                Files.createSymbolicLink(folder.resolve("d" + i + "/" + j), Path.of("../d" + (i + 1)));
            }
        }

        assertThatThrownBy(() -> archive("d0"))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("more than 10000 files and folders");
    }

    @Test
    void aHiddenFileIsRefused() {
        assertThatThrownBy(() -> archive("base/.git/config"))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "the file base/.git/config is hidden, and kubectl gets no hidden files; give it a name without"
                                + " a dot in front");
    }

    @Test
    void aLinkThatStaysInsideIsFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("base/b.yaml"));

        assertThat(archive("link.yaml")).containsExactly("link.yaml 444 b");
    }

    @Test
    void aLinkThatLeadsOutIsRefusedWhereverItIs() throws IOException {
        Files.createSymbolicLink(folder.resolve("file"), outside);
        Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("base/deep"), outside);
        Files.createSymbolicLink(folder.resolve("git"), Path.of("base/.git"));

        for (String name : List.of("file", "up", "up/outside.txt", "base", "base/deep", "git", "git/config", "")) {
            assertThatThrownBy(() -> archive(name))
                    .as(name)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("which is hidden or not in the folder " + folder.toRealPath());
        }
    }

    @Test
    void aLinkThatLeadsInCirclesIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("base/circle"), Path.of("."));

        assertThatThrownBy(() -> archive("base")).isInstanceOf(IOException.class);
    }

    @Test
    void aPipeIsRefusedAndNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> archive("pipe"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("the file pipe is not a regular file, and kubectl gets only those");
    }

    @Test
    void tooManyAndTooLargeFilesAreRefused() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i <= 200; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        Files.write(folder.resolve("large"), new byte[(16 << 20) + 1]);

        for (String name : List.of("many", "large")) {
            assertThatThrownBy(() -> archive(name))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage(
                            "the arguments name more than 200 files or 16 MiB; put what it needs into a folder of its"
                                    + " own");
        }
    }

    private List<String> archive(String... names) throws IOException {
        List<String> entries = new ArrayList<>();
        byte[] bytes = FileArchive.of(folder, new FileArguments(List.of(names)));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                entries.add(entry.getName() + " " + Integer.toOctalString(entry.getMode() & 0777) + " "
                        + new String(tar.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }
}
