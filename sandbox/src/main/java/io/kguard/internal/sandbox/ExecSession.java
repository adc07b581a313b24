// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * A running command in a container. The command blocks while nobody reads its output, so both outputs need a reader.
 * With a terminal all output is on {@link #stdout()}.
 */
public interface ExecSession extends AutoCloseable {

    /** The command's standard input. Closing it sends an end of file, or ^D on a terminal. */
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /** Changes the terminal's size. Does nothing without a terminal. */
    void resize(int columns, int rows);

    /**
     * Completes when the command is over and its output was delivered, with its exit status, or 128 + the signal that
     * killed it.
     */
    CompletableFuture<Integer> exit();

    /** Kills the command, unless it is over or the session is only attached to it. Idempotent. */
    @Override
    void close();
}
