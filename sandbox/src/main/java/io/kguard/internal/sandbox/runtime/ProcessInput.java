// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** The input of a process in a container. */
final class ProcessInput extends OutputStream {
    private final ProcessControl control;
    private final CompletableFuture<Integer> exit;
    private final boolean endsWithUs;
    private boolean closed;

    /**
     * Creates it.
     *
     * @param exit completes when the process is over
     * @param endsWithUs whether closing it ends the process's input
     */
    ProcessInput(ProcessControl control, CompletableFuture<Integer> exit, boolean endsWithUs) {
        this.control = control;
        this.exit = exit;
        this.endsWithUs = endsWithUs;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        control.input(data, offset, length);
    }

    @Override
    public synchronized void close() {
        if (endsWithUs && !closed && !exit.isDone()) {
            control.endInput();
        }
        closed = true;
    }
}
