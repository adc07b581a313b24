// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest gets. */
class GuestFilesTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsCopiedToItsPlaceAndBelongsToRoot() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(project.resolve("rules.yaml"), "rules");
        Files.createSymbolicLink(project.resolve("link"), Path.of("rules.yaml"));

        Map<String, TarArchiveEntry> entries = entries(new GuestFiles().with(project));

        String place = project.toString().substring(1);
        assertThat(entries).containsOnlyKeys(place + "/", place + "/rules.yaml", place + "/link");
        assertThat(entries.get(place + "/link").getLinkName()).isEqualTo("rules.yaml");
        assertThat(entries.values())
                .allSatisfy(entry -> assertThat(entry.getLongUserId()).isZero());
    }

    @Test
    void aPartOfAFolderIsLeftOut() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(Files.createDirectory(project.resolve("src")).resolve("a"), "a");
        Files.writeString(Files.createDirectory(project.resolve("target")).resolve("b"), "b");

        assertThat(entries(new GuestFiles().with(project, Path.of("/p"), path -> !path.endsWith("target"))))
                .containsOnlyKeys("p/", "p/src/", "p/src/a");
    }

    @Test
    void aProgramStaysOne() throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "x");
        assertThat(program.toFile().setExecutable(true, true)).isTrue();

        assertThat(entries(new GuestFiles().with(program)).values())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getMode() & 0100).isNotZero());
    }

    @Test
    void theCopiesHaveABound() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(4L << 30);
        }

        assertThatThrownBy(() -> entries(new GuestFiles().with(folder)))
                .isInstanceOf(GuestException.class)
                .hasMessage("a virtual machine gets copies of at most 3 GiB in 500000 files, and " + folder
                        + "/large is beyond that. Start it in a smaller folder");
    }

    @Test
    void aMissingFileIsAnError() {
        assertThatThrownBy(() -> entries(new GuestFiles().with(folder.resolve("missing"))))
                .isInstanceOf(IOException.class);
    }

    private Map<String, TarArchiveEntry> entries(GuestFiles files) throws IOException {
        Path archive = folder.resolveSibling(folder.getFileName() + ".tar");
        try {
            files.write(archive);
            Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
            try (InputStream bytes = Files.newInputStream(archive);
                    TarArchiveInputStream tar = new TarArchiveInputStream(bytes, UTF_8.name())) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.put(entry.getName(), entry);
                }
            }
            return entries;
        } finally {
            Files.delete(archive);
        }
    }
}
