// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("trust")
@EnabledOnOs(OS.LINUX)
class FileBelowTest {
    @TempDir
    private Path machine;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(machine.resolve("checkout"));
        Files.createDirectory(machine.resolve("etc"));
        Files.writeString(machine.resolve("etc/passwd"), "of the machine");
    }

    @Test
    void aFileIsRead() throws IOException {
        Files.createDirectory(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/passwd"), "own");

        assertThat(FileBelow.read(folder, Path.of("etc/passwd"), 3)).asString().isEqualTo("own");
        assertThatThrownBy(() -> FileBelow.read(folder, Path.of("etc/passwd"), 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is larger than 2 bytes");
    }

    @Test
    void noNameMayBeALink() throws IOException {
        Files.createSymbolicLink(folder.resolve("etc"), Path.of("../etc"));
        Files.createDirectory(folder.resolve("usr"));
        Files.createSymbolicLink(folder.resolve("usr/passwd"), Path.of("../../etc/passwd"));

        for (String name : new String[] {"etc/passwd", "usr/passwd", "absent/passwd"}) {
            assertThatThrownBy(() -> FileBelow.open(folder, Path.of(name)).close())
                    .as(name)
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void nothingAboveTheFolderAndNoPipeIsOpened() throws IOException, InterruptedException {
        assertThatThrownBy(
                        () -> FileBelow.open(folder, Path.of("../etc/passwd")).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of its folder");

        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> FileBelow.open(folder, Path.of("pipe")).close())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("it is no regular file");
    }
}
