// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a command to its end and collects its output. */
final class ExecRun {
    private final RunningCommand command;
    private final ExecSpec spec;
    private final Limits limits;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    ExecRun(RunningCommand command, ExecSpec spec, Limits limits) {
        this.command = command;
        this.spec = spec;
        this.limits = limits;
    }

    /** Starts a command. */
    interface Start {
        void run() throws IOException;
    }

    /**
     * Runs it, and releases it.
     *
     * @param exactly whether its time means what it says also on a busy machine
     * @param start starts it, if it does not run yet; that is a part of its time
     */
    ExecResult toEnd(boolean exactly, Start start) throws IOException {
        Duration time = spec.timeout() != null ? spec.timeout() : limits.execTimeout();
        try (command;
                Watchdog limit =
                        exactly ? Watchdog.exactlyAfter(time, command::kill) : Watchdog.after(time, command::kill)) {
            try {
                start.run();
                sendInput();
                collect();
                int status = command.awaitEnd(stdout.toString(UTF_8));
                if (!limit.fired()) {
                    return new ExecResult(status, stdout.toString(UTF_8), stderr.toString(UTF_8));
                }
            } catch (IOException | SandboxException e) {
                if (!limit.fired()) {
                    throw e;
                }
                throw timedOut(limit, e);
            }
            throw timedOut(limit, null);
        }
    }

    private SandboxException timedOut(Watchdog limit, @Nullable Exception cause) {
        return spec.timedOut(limit.limit(), stdout.toString(UTF_8) + stderr.toString(UTF_8), cause);
    }

    /** What it does not take at once, another thread writes: it reads no input while nobody reads its output. */
    private void sendInput() throws IOException {
        byte[] input = spec.stdin();
        if (input.length <= command.inputAtOnce()) {
            sendInput(input);
            return;
        }
        Thread writer = new Thread(
                () -> {
                    try {
                        sendInput(input);
                    } catch (IOException e) {
                        // the command is over; the reader of its output finds out how it ended
                    }
                },
                "kguard-exec-input");
        writer.setDaemon(true);
        writer.start();
    }

    private void sendInput(byte[] input) throws IOException {
        command.control().input(input, 0, input.length);
        command.control().endInput();
    }

    private void collect() throws IOException {
        for (RunningCommand.Chunk chunk; (chunk = command.read()) != null; ) {
            ByteArrayOutputStream target = chunk.error() ? stderr : stdout;
            target.writeBytes(chunk.data());
            if (target.size() > limits.outputBytes()) {
                command.kill();
                throw new SandboxException(
                        Reason.LIMIT,
                        spec.title() + " wrote more than " + limits.outputBytes() + " bytes and was killed");
            }
        }
    }
}
