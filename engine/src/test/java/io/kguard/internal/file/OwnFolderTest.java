// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link in a checkout shows and overwrites nothing of the machine. */
@Tag("trust")
class OwnFolderTest {
    @TempDir
    private Path folder;

    private Path project;
    private Path secret;

    @BeforeEach
    void theyAre() throws IOException {
        project = Files.createDirectory(folder.toRealPath().resolve("project"));
        secret = Files.writeString(project.resolveSibling("secret"), "secret\n");
    }

    @Test
    void aFileAndALinkWithinItsFolderMayBeUsed() throws IOException {
        Path file = Files.writeString(project.resolve("a.yaml"), "");
        Path link = Files.createSymbolicLink(project.resolve("b.yaml"), file.getFileName());

        assertThatCode(() -> {
                    OwnFolder.check(file);
                    OwnFolder.check(link);
                    OwnFolder.check(project.resolve("absent/too"));
                    OwnFolder.check(Files.createSymbolicLink(project.resolve("broken"), Path.of("absent")));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theLinksOfAConfigMapMayBeUsed() throws IOException {
        Path now = Files.createDirectories(project.resolve("..2026_11_27/sub"));
        Files.writeString(now.resolve("a.yaml"), "");
        Files.createSymbolicLink(project.resolve("..data"), Path.of("..2026_11_27"));
        Files.createSymbolicLink(project.resolve("sub"), Path.of("..data/sub"));

        assertThatCode(() -> OwnFolder.check(project, project.resolve("sub/a.yaml")))
                .doesNotThrowAnyException();
    }

    @Test
    void aLinkOutOfItsFolderIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(project.resolve("a.yaml"), secret);
        Path through = Files.createSymbolicLink(project.resolve("b.yaml"), Path.of("a.yaml"));

        assertThatThrownBy(() -> OwnFolder.check(link))
                .isInstanceOf(OwnFolder.LeftException.class)
                .hasMessage(link + " is a link to " + secret + ", which is outside the folder of the link. Put the file"
                        + " itself there, or name " + secret + " instead of the link");
        assertThatThrownBy(() -> OwnFolder.check(through)).isInstanceOf(OwnFolder.LeftException.class);
    }

    @Test
    void aLinkedFolderOnTheWayIsRefused() throws IOException {
        Files.createSymbolicLink(project.resolve("conf"), folder);

        assertThatThrownBy(() -> OwnFolder.check(project, project.resolve("conf/secret")))
                .isInstanceOf(OwnFolder.LeftException.class);
        assertThatThrownBy(() -> OwnFolder.check(project.resolve("conf"))).isInstanceOf(OwnFolder.LeftException.class);
    }

    /** Git keeps credentials in a hidden folder of the checkout. */
    @Test
    void aLinkToWhatIsHiddenIsRefused() throws IOException {
        Path config = Files.createDirectory(project.resolve(".git")).resolve("config");
        Files.writeString(config, "token");
        Path link = Files.createSymbolicLink(project.resolve("a.yaml"), config);

        assertThatThrownBy(() -> OwnFolder.check(link))
                .isInstanceOf(OwnFolder.LeftException.class)
                .hasMessageContaining("which is hidden");
    }

    @Test
    void eachLinkBelowTheWorkingDirectoryIsChecked() throws IOException {
        Path here = Files.createTempDirectory(Path.of("target"), "own");
        try {
            Path link = Files.createSymbolicLink(here.resolve("conf"), folder);
            try {
                assertThatThrownBy(() -> OwnFolder.check(link.resolve("secret")))
                        .isInstanceOf(OwnFolder.LeftException.class);
            } finally {
                Files.delete(link);
            }
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void aLinkToItselfCantBeLookedAt() throws IOException {
        Path link = Files.createSymbolicLink(project.resolve("round"), Path.of("round"));

        assertThatThrownBy(() -> OwnFolder.check(link)).isInstanceOf(FileSystemException.class);
    }
}
