// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestFolderTest {
    @Test
    void aGuestThatEndedLeavesNothing() throws Exception {
        Path path;
        try (GuestFolder folder = GuestFolder.create()) {
            path = folder.path();
            Files.writeString(path.resolve("scratch"), "large");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void aJvmThatIsToldToEndLeavesNothing(@TempDir Path temporary) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(jvm.inputReader().readLine()).isEqualTo("waits");
        assertThat(content(temporary)).hasSize(1);

        jvm.destroy(); // as Ctrl-C does

        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(content(temporary)).isEmpty();
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(Guest.FOLDER))
                    .toList();
        }
    }

    /** Has the folder of a guest, and waits until it is told to end. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws Exception {
            Files.writeString(GuestFolder.create().path().resolve("scratch"), "large");
            System.out.println("waits");
            Thread.currentThread().join();
        }
    }
}
