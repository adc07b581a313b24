// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.ExecSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;

/**
 * A session attached to a container's first process. It sees output, and can write input if the process has any.
 * Closing it leaves the process alone.
 */
final class AttachedSession implements ExecSession {
    private final CompletableFuture<Integer> exit;
    private final ProcessControl control;
    private final InputStream stdout;
    private final InputStream stderr;
    private final OutputStream stdin;

    /** What happens to the process's input when a session ends. */
    public enum Input {
        NONE,
        /** It stays open for later sessions. */
        OPEN,
        /** It ends with the first session, as {@code stdinOnce} asks. */
        ONCE
    }

    public AttachedSession(ProcessControl control, OutputLog log, CompletableFuture<Integer> exit, Input input) {
        this.control = control;
        this.exit = exit;
        this.stdout = log.follow(EnumSet.of(OutputLog.Stream.STDOUT));
        this.stderr = log.follow(EnumSet.of(OutputLog.Stream.STDERR));
        this.stdin = input == Input.NONE
                ? OutputStream.nullOutputStream()
                : new ProcessInput(control, exit, input == Input.ONCE);
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
        try {
            stdout.close();
            stderr.close();
            stdin.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
