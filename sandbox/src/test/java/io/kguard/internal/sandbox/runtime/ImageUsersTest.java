// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of an image whose files somebody made who is not trusted. */
@Tag("trust")
class ImageUsersTest {
    @TempDir
    private Path machine;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(machine.resolve("rootfs"));
        Files.createDirectory(machine.resolve("etc"));
        Files.writeString(machine.resolve("etc/passwd"), "secret:x:7:7::/:/bin/sh\n");
    }

    private ImageUsers users() {
        return ImageUsers.of(
                new Image(new ImageReference("a", "b", ""), "0".repeat(64), List.of(root), Image.Config.NONE));
    }

    @Test
    void aFolderThatIsALinkDoesNotShowUsersOfTheMachine() throws IOException {
        Files.createSymbolicLink(root.resolve("etc"), Path.of("../etc"));

        assertThat(users().entries()).isEmpty();
    }

    @Test
    void aFileWithoutEndIsRefused() throws IOException {
        Files.createDirectory(root.resolve("etc"));
        Files.write(root.resolve("etc/passwd"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(this::users)
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("is larger than 1048576 bytes");
    }

    @Test
    void aUserWithoutGroupIsNoFailureOfKguard() throws IOException {
        Files.createDirectory(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "app:x:7::::\n");

        assertThat(users().entries()).isEmpty();
        assertThatThrownBy(() -> users().find("app"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("the image's /etc/passwd has no number as the group of \"app\"");
    }
}
