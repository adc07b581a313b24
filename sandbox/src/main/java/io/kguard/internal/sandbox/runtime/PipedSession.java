// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.ExecSession;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A command whose input and output the caller transfers. A separate thread reads the output into pipes. */
abstract class PipedSession implements ExecSession {
    private static final int PIPE_BYTES = 1 << 18;

    public final BytePipe stdout = new BytePipe(PIPE_BYTES);
    public final BytePipe stderr = new BytePipe(PIPE_BYTES);
    public final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final ProcessControl control;
    private final OutputStream stdin;

    public PipedSession(ProcessControl control) {
        this.control = control;
        this.stdin = new ProcessInput(control, exit, true);
    }

    /** Starts reading. The command has already been started. */
    public final void begin(String threadName, Runnable read) {
        Thread reader = new Thread(read, threadName);
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public void resize(int columns, int rows) {
        control.resize(columns, rows);
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void close() {
        stdout.close();
        stderr.close();
    }
}
