// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.runtime.ShimConnection.Frame;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command whose input and output the caller transfers. A separate thread reads what the shim sends. */
final class ShimSession extends PipedSession {
    private final ShimConnection connection;

    public ShimSession(ShimConnection connection, boolean terminal) {
        super(new ShimControl(connection, terminal));
        this.connection = connection;
    }

    /**
     * Starts reading. The command has already been started.
     *
     * @param early frames that arrived before the start was confirmed
     */
    public void begin(String threadName, List<Frame> early) {
        begin(threadName, () -> read(early));
    }

    private void read(List<Frame> early) {
        @Nullable Integer status = null;
        try {
            for (Frame frame : early) {
                pass(frame);
            }
            while (status == null) {
                Frame frame = connection.read();
                pass(frame);
                status = frame.type() == ShimAnswer.OVER ? frame.number() : null;
            }
        } catch (IOException | InterruptedException e) {
            exit.completeExceptionally(new SandboxException(
                    SandboxException.Reason.NOT_RUNNING, "the command was killed with its session or container", e));
        } finally {
            stdout.end();
            stderr.end();
            connection.close();
            if (status != null) {
                exit.complete(status);
            }
        }
    }

    private void pass(Frame frame) throws InterruptedException {
        if (frame.type() == ShimAnswer.OUTPUT) {
            stdout.write(frame.payload(), 0, frame.payload().length);
        } else if (frame.type() == ShimAnswer.ERROR_OUTPUT) {
            stderr.write(frame.payload(), 0, frame.payload().length);
        }
    }

    @Override
    public void close() {
        connection.close();
        super.close();
    }
}
