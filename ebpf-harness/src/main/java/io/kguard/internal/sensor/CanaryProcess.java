// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The process that makes known system calls. It ends when its standard input does, so it does not outlive the JVM. */
final class CanaryProcess implements AutoCloseable {
    private static final int MOST_TRIES = 100;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    /** How Java tells of the kernel's ETXTBSY. */
    private static final String TEXT_FILE_BUSY = "error=26";

    private final Process process;

    private CanaryProcess(Process process) {
        this.process = process;
    }

    static CanaryProcess start() {
        try (InputStream in = NativeLibraries.open("kguard-canary");
                TemporaryFolder folder = TemporaryFolder.ofSensor()) {
            Path program = folder.path().resolve("kguard-canary");
            Files.copy(in, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            ProcessBuilder builder = new ProcessBuilder(program.toAbsolutePath().toString())
                    .directory(Path.of("/").toFile());
            builder.environment().clear();
            return new CanaryProcess(start(builder.redirectError(ProcessBuilder.Redirect.DISCARD)));
        } catch (IOException e) {
            throw new SensorException(
                    "The sensor's canary can't be started from " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + ". Choose another directory with -Djava.io.tmpdir=...",
                    e);
        }
    }

    /**
     * Starts a program that was just written. A process that another thread starts meanwhile has it open for writing until
     * it executes its own program, and the kernel runs no such file.
     */
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

    long pid() {
        return process.pid();
    }

    /** Makes the calls with a number in their arguments, and returns when all are made. */
    void act(int number) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
        try {
            process.getOutputStream().write(bytes);
            process.getOutputStream().flush();
            if (process.getInputStream().read() < 0) {
                throw new SensorException("The sensor's canary has ended. Did something kill it?");
            }
        } catch (IOException e) {
            throw new SensorException("The sensor's canary does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
