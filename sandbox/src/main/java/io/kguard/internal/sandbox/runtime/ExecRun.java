// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.runtime.ShimConnection.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Runs a command to its end and collects its output. */
final class ExecRun {
    /** The shim always accepts this much, so it can be sent before the output is read. */
    private static final int INPUT_AT_ONCE = 1 << 16;

    private final ShimConnection connection;
    private final ExecSpec spec;
    private final int mostOutput;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    public ExecRun(ShimConnection connection, ExecSpec spec, int mostOutput) {
        this.connection = connection;
        this.spec = spec;
        this.mostOutput = mostOutput;
    }

    /** Starts the command. Returns the output that arrived before the start was confirmed. */
    public interface Starter {
        List<Frame> start() throws IOException;
    }

    public ExecResult toEnd(Watchdog limit, Starter starter) throws IOException {
        try (limit) {
            try {
                starter.start().forEach(this::collect);
                sendInput();
                return readToEnd();
            } catch (IOException | SandboxException e) {
                if (limit.fired()) {
                    throw spec.timedOut(limit.limit(), stdout.toString(UTF_8) + stderr.toString(UTF_8), e);
                }
                throw e;
            }
        }
    }

    private void sendInput() throws IOException {
        byte[] input = spec.stdin();
        if (input.length <= INPUT_AT_ONCE) {
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
        connection.input(input, 0, input.length);
        connection.endInput();
    }

    private ExecResult readToEnd() throws IOException {
        while (true) {
            Frame frame = connection.read();
            if (frame.type() == ShimAnswer.OVER) {
                return new ExecResult(frame.number(), stdout.toString(UTF_8), stderr.toString(UTF_8));
            }
            collect(frame);
        }
    }

    private void collect(Frame frame) {
        ByteArrayOutputStream target = frame.type() == ShimAnswer.OUTPUT ? stdout : stderr;
        if (frame.type() != ShimAnswer.OUTPUT && frame.type() != ShimAnswer.ERROR_OUTPUT) {
            return;
        }
        target.writeBytes(frame.payload());
        if (target.size() > mostOutput) {
            connection.close();
            throw new SandboxException(
                    Reason.LIMIT,
                    "\"" + String.join(" ", spec.command()) + "\" wrote more than " + mostOutput
                            + " bytes and was killed");
        }
    }
}
