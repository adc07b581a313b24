// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shell of the image busybox starts programs, so that rules see them. */
@Tag("trust")
class BusyboxTest {
    @Test
    void itsShellStartsWhatItRuns() throws IOException, InterruptedException {
        Path busybox = Busybox.find().orElseThrow();
        Process process = new ProcessBuilder(busybox.toString(), "sh", "-c", "PATH=/nonexistent; true | cat")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("cat: not found");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itsCommandsAreListedWithTheirPaths() throws IOException {
        assertThat(Busybox.commands(Busybox.find().orElseThrow())).contains("bin/sh", "usr/bin/wget");
    }
}
