// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Runs a command of a Docker daemon to its end and collects its output. */
final class DockerExecRun {
    private final DockerExec exec;
    private final ExecSpec spec;
    private final int mostOutput;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    DockerExecRun(DockerExec exec, ExecSpec spec, int mostOutput) {
        this.exec = exec;
        this.spec = spec;
        this.mostOutput = mostOutput;
    }

    ExecResult toEnd(Duration timeout, boolean exactly) {
        try (Watchdog watchdog =
                exactly ? Watchdog.exactlyAfter(timeout, exec::kill) : Watchdog.after(timeout, exec::kill)) {
            try {
                sendInput();
                readToEnd();
                int status = exec.awaitEnd(stdout.toString(UTF_8));
                if (watchdog.fired()) {
                    throw timedOut(watchdog.limit(), null);
                }
                return new ExecResult(status, stdout.toString(UTF_8), stderr.toString(UTF_8));
            } catch (IOException e) {
                throw watchdog.fired() ? timedOut(watchdog.limit(), e) : exec.killed(e);
            }
        } finally {
            exec.close();
        }
    }

    private SandboxException timedOut(Duration timeout, @org.jspecify.annotations.Nullable Exception cause) {
        return spec.timedOut(timeout, stdout.toString(UTF_8) + stderr.toString(UTF_8), cause);
    }

    /** The daemon reads no input while nobody reads its output, so another thread writes the input. */
    private void sendInput() throws IOException {
        byte[] input = spec.stdin();
        if (input.length == 0) {
            exec.stream().endInput();
            return;
        }
        Thread writer = new Thread(
                () -> {
                    try {
                        exec.input(input, 0, input.length);
                        exec.stream().endInput();
                    } catch (IOException e) {
                        // the command is over; the reader of its output finds out how it ended
                    }
                },
                "kguard-exec-input");
        writer.setDaemon(true);
        writer.start();
    }

    private void readToEnd() throws IOException {
        for (DockerStream.Chunk chunk; (chunk = exec.stream().read()) != null; ) {
            ByteArrayOutputStream target = chunk.error() ? stderr : stdout;
            target.writeBytes(chunk.data());
            if (target.size() > mostOutput) {
                exec.kill();
                throw new SandboxException(
                        Reason.LIMIT,
                        "\"" + String.join(" ", spec.command()) + "\" wrote more than " + mostOutput
                                + " bytes and was killed");
            }
        }
    }
}
