// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The process that makes known system calls. It ends when its standard input does, so it does not outlive the JVM. */
final class CanaryProcess implements AutoCloseable {
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
            return new CanaryProcess(LocalProgram.of(program.toAbsolutePath().toString())
                    .withoutEnvironment()
                    .withoutErrors()
                    .start());
        } catch (IOException e) {
            throw new SensorException(
                    "The sensor's canary can't be started from " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + ". Choose another directory with -Djava.io.tmpdir=...",
                    e);
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
