// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    @TempDir
    private Path folder;

    @Test
    void othersOfTheMachineDoNotGetAtTheProgramsOfImages() throws IOException {
        Path home = folder.resolve("images");

        try (ImageCache cache = new ImageCache(home)) {
            cache.get("one", made -> Files.createFile(made.resolve("program")));
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void aCacheThatOthersCouldReadIsClosed() throws IOException {
        Path home = Files.createDirectory(folder.resolve("images"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (ImageCache cache = new ImageCache(home)) {
            cache.sweep();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }
}
