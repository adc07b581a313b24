// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/**
 * A running command in a container. Output that is not read makes the command wait, so both outputs need a reader (with
 * a terminal all output comes on {@link #stdout()}).
 */
@API(status = API.Status.INTERNAL)
public interface ExecSession extends AutoCloseable {

    /** The command's standard input; closing it gives the command an end of file, or with a terminal a ^D. */
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /** Changes the terminal's size. Does nothing without a terminal. */
    void resize(int columns, int rows);

    /** Sends a signal to the command. Does nothing if it is over. */
    void signal(int number);

    /**
     * Completes when the command is over and its output has been handed over, with its exit status, or 128 + the signal
     * that killed it.
     */
    CompletableFuture<Integer> exit();

    /** Kills the command, unless it is over or the session is merely attached. Idempotent. */
    @Override
    void close();
}
