// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.runtime.ShimConnection.Frame;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A command that a shim runs. It is killed with its connection. */
final class ShimCommand implements RunningCommand {
    private final ShimConnection connection;
    private final Deque<Chunk> arrived = new ArrayDeque<>();
    private int status;

    ShimCommand(ShimConnection connection) {
        this.connection = connection;
    }

    @Override
    public ShimConnection control() {
        return connection;
    }

    /** The shim always accepts this much, so it can be sent before the output is read. */
    @Override
    public int inputAtOnce() {
        return 1 << 16;
    }

    /** Takes a frame, which may be output. */
    void take(Frame frame) {
        boolean error = frame.type() == ShimAnswer.ERROR_OUTPUT;
        if (error || frame.type() == ShimAnswer.OUTPUT) {
            arrived.add(new Chunk(error, frame.payload()));
        }
    }

    @Override
    public @Nullable Chunk read() throws IOException {
        while (arrived.isEmpty()) {
            Frame frame = connection.read();
            if (frame.type() == ShimAnswer.OVER) {
                status = frame.number();
                return null;
            }
            take(frame);
        }
        return arrived.remove();
    }

    @Override
    public int awaitEnd(String output) {
        return status;
    }

    @Override
    public SandboxException killed(@Nullable Exception cause) {
        return new SandboxException(Reason.NOT_RUNNING, "the command was killed with its session or container", cause);
    }

    @Override
    public void kill() {
        connection.close();
    }

    @Override
    public void close() {
        connection.close();
    }
}
