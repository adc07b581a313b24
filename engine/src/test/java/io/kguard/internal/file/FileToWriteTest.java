// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether something can be written is known before the work is done. */
class FileToWriteTest {
    @TempDir
    Path folder;

    @Test
    void aFileInAFolderThatWillBeMadeIsFineAndNothingIsLeft() throws IOException {
        assertThat(FileToWrite.of(folder.resolve("a/b/c.json"))).endsWithRaw(Path.of("c.json"));
        assertThat(FileToWrite.folder(folder.resolve("x/y"))).endsWithRaw(Path.of("y"));
        assertThat(FileToWrite.of(Path.of("/dev/stdout"))).hasToString("/dev/stdout");
        assertThat(left()).isZero();
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> FileToWrite.of(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": it is a folder; name a file in it");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "kept");
        for (Path wanted : new Path[] {file.resolve("x"), file.resolve("x/y.json")}) {
            assertThatThrownBy(() -> FileToWrite.of(wanted))
                    .hasMessage(wanted + ": it can't be written: " + file + " is a file, not a folder");
        }
        assertThatThrownBy(() -> FileToWrite.folder(file)).hasMessageContaining("is a file, not a folder");
        assertThat(file).hasContent("kept");
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsNamed() {
        assertThatThrownBy(() -> FileToWrite.of(Path.of("/proc/kguard")))
                .hasMessageStartingWith("/proc/kguard: it can't be written: /proc takes no new file");
    }

    /** An empty folder could be removed to make place for a file. */
    @Test
    void aFolderIsNeverReplacedByAFile() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> WholeFile.create(empty)).hasMessage(empty + ": it is a folder; name a file in it");
        assertThatThrownBy(() -> WholeFile.write(empty, "text")).hasMessageStartingWith(empty + ": ");
        assertThat(empty).isEmptyDirectory();
    }

    private long left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
