// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamedOnce() {
        Path missing = folder.resolve("rules.yaml");
        IOException e = fault(() -> Files.readString(missing));
        assertThat(FileFault.of(e)).isEqualTo(missing + " does not exist");
        assertThat(FileFault.reason(e)).isEqualTo("there is no such file");
    }

    @Test
    void whatTheSystemSaysIsSaidSoThatUsersCanAct() {
        assertThat(FileFault.of(fault(() -> Files.readString(folder)))).endsWith("it is a folder; a file is needed");
        assertThat(FileFault.of(new FileSystemException("/a/b", null, "No space left on device")))
                .isEqualTo("/a/b: the disk is full; make room on it, or name another place");
        assertThat(FileFault.of(new FileSystemException("/a/b", null, "Stale file handle")))
                .isEqualTo("/a/b: Stale file handle");
    }

    @Test
    void bytesThatAreNoTextAreSaidSo() throws IOException {
        Path file = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xe9, 'b'});
        assertThat(FileFault.of(fault(() -> Files.readString(file)))).isEqualTo("it is not text in UTF-8");
    }

    @Test
    void aFolderThatIsFullIsSaidSo() throws IOException {
        Files.createFile(folder.resolve("inside"));
        assertThat(FileFault.of(fault(() -> Files.delete(folder)))).isEqualTo(folder + ": the folder is not empty");
    }

    @Test
    void aWrappedFaultIsTheSame() {
        IOException e = fault(() -> Files.readString(folder.resolve("gone")));
        assertThat(FileFault.of(new UncheckedIOException(e))).isEqualTo(FileFault.of(e));
    }

    @Test
    void aFaultWithoutWordsHasSome() {
        assertThat(FileFault.of(new EOFException())).isEqualTo("it ends too early");
    }

    private static IOException fault(ThrowingCallable act) {
        return catchThrowableOfType(IOException.class, act);
    }
}
