// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of files says is in the built-in images. */
class ImageFilesTest {
    @TempDir
    Path root;

    @Test
    void eachRowIsAFolderOrALineOfAFile() throws IOException {
        ImageFiles.write(root);
        assertThat(root.resolve("usr/lib/modules")).isDirectory();
        assertThat(root.resolve("etc/nsswitch.conf"))
                .hasContent("passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n");
        assertThat(root.resolve("etc/crontab")).hasContent("# m h dom mon dow user command\n");
        assertThat(root.resolve("var/log/syslog")).isEmptyFile();
        assertThat(root.resolve("run").resolve("../var/run").toRealPath())
                .isEqualTo(root.resolve("run").toRealPath());
    }

    @Test
    void rowsHaveModes() throws IOException {
        ImageFiles.write(root);
        assertThat(mode("root")).isEqualTo(0700);
        assertThat(mode("tmp")).isEqualTo(01777);
        assertThat(mode("etc/shadow")).isEqualTo(0640);
        assertThat(mode("home/app/.ssh/id_ed25519")).isEqualTo(0600);
    }

    private int mode(String path) throws IOException {
        return (int) Files.getAttribute(root.resolve(path), "unix:mode") & 07777;
    }
}
