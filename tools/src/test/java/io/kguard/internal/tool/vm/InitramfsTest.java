// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first files of a guest. */
class InitramfsTest {
    @TempDir
    Path folder;

    private final Map<String, String> contents = new LinkedHashMap<>();
    private final Map<String, Long> modes = new LinkedHashMap<>();

    @BeforeEach
    void write() throws IOException {
        Path busybox = Files.writeString(folder.resolve("busybox"), "program");
        Map<String, byte[]> modules = new LinkedHashMap<>();
        modules.put("jbd2", "first".getBytes(UTF_8));
        modules.put("ext4", "second".getBytes(UTF_8));
        Path file = folder.resolve("initramfs");
        Initramfs.write(file, Map.of("usr/bin/busybox", busybox), modules, "script");
        try (InputStream bytes = Files.newInputStream(file);
                CpioArchiveInputStream archive = new CpioArchiveInputStream(bytes)) {
            for (CpioArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                contents.put(entry.getName(), new String(archive.readAllBytes(), UTF_8));
                modes.put(entry.getName(), entry.getMode());
            }
        }
    }

    @Test
    void theKernelStartsTheScript() {
        assertThat(contents).containsEntry("init", "script");
        assertThat(modes).containsEntry("init", 0100755L);
    }

    @Test
    void busyboxIsWhereTheScriptCallsIt() {
        assertThat(contents).containsEntry("usr/bin/busybox", "program").containsEntry("bin", "usr/bin");
        assertThat(modes).containsEntry("usr/bin/busybox", 0100755L).containsEntry("bin", 0120777L);
    }

    @Test
    void modulesHaveTheirOrder() {
        assertThat(contents)
                .containsEntry("modules/jbd2.ko", "first")
                .containsEntry("modules/ext4.ko", "second")
                .containsEntry("modules/order", "jbd2\next4\n");
    }

    @Test
    void aFolderComesBeforeWhatIsInIt() {
        assertThat(contents.keySet()).containsSubsequence("usr", "usr/bin", "usr/bin/busybox");
        assertThat(modes).containsEntry("usr/bin", 040755L);
    }
}
