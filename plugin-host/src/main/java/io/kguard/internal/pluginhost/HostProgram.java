// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The program in this jar that loads plugins, built for the machine's architecture. */
final class HostProgram {
    private HostProgram() {}

    /**
     * Starts it. It sees no variable of this environment, for these may be secrets.
     *
     * @throws IOException if this machine can't run it
     */
    static Process start() throws IOException {
        String resource = "linux-" + System.getProperty("os.arch") + "/kguard-plugin-host";
        try (InputStream program = HostProgram.class.getResourceAsStream(resource)) {
            if (program == null || !System.getProperty("os.name").equals("Linux")) {
                throw new IOException("plugins run on Linux on x86-64 and aarch64; this is "
                        + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
            }
            Path file = Files.createTempFile(
                    "kguard-plugin-host",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.write(file, program.readAllBytes());
                // With more threads, plugins in Go read fields in one that spins between events
                return LocalProgram.of(file.toAbsolutePath().toString())
                        .withoutEnvironment()
                        .with("GOMAXPROCS", "1")
                        .start();
            } finally {
                Files.delete(file); // a running program needs its name no more
            }
        } catch (IOException e) {
            throw new IOException("the program that runs plugins can't be started: " + FileFault.of(e), e);
        }
    }
}
