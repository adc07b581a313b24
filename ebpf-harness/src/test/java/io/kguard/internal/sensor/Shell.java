// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A shell that waits for a line before it runs its script, so that the test can watch it first. */
public final class Shell implements AutoCloseable {
    private final Process process;

    private Shell(Process process) {
        this.process = process;
    }

    public static Shell waiting(String script) throws IOException {
        return new Shell(new ProcessBuilder("/bin/sh", "-c", "read go; " + script)
                .redirectErrorStream(true)
                .start());
    }

    public long pid() {
        return process.pid();
    }

    /** Starts the script without waiting for it. */
    public Shell go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return this;
    }

    /** Waits for the script to end and returns its output. */
    public String await() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("the script ended with " + process.exitValue() + ": " + output);
        }
        return output;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
