// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.internal.file.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The program in this jar that loads plugins, built for the machine's architecture. */
final class HostProgram {
    private static final int MOST_TRIES = 100;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    /** How Java tells of the kernel's ETXTBSY. */
    private static final String TEXT_FILE_BUSY = "error=26";

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
                ProcessBuilder builder = new ProcessBuilder(
                                file.toAbsolutePath().toString())
                        .directory(Path.of("/").toFile());
                builder.environment().clear();
                // With more than one, plugins in Go read fields in a thread that spins between events
                builder.environment().put("GOMAXPROCS", "1");
                return start(builder);
            } finally {
                Files.delete(file); // a running program needs its name no more
            }
        } catch (IOException e) {
            throw new IOException("the program that runs plugins can't be started: " + FileFault.of(e), e);
        }
    }

    /** As long as a process that another thread starts has the new file open for writing, the kernel does not run it. */
    private static Process start(ProcessBuilder builder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (tries == MOST_TRIES || !String.valueOf(e.getMessage()).contains(TEXT_FILE_BUSY)) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }
}
