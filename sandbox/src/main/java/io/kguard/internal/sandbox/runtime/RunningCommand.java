// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A command in a container, as a shim or a Docker daemon transfers it. One thread reads its output. */
interface RunningCommand extends AutoCloseable {
    /** A part of the output. */
    record Chunk(boolean error, byte[] data) {}

    ProcessControl control();

    /** How much input it takes at once, while nobody reads its output. */
    int inputAtOnce();

    /** The next part of the output; null at its end. */
    @Nullable
    Chunk read() throws IOException;

    /**
     * Waits until the command is over, and returns its exit status. Its output must have ended.
     *
     * @param output the output, which is Docker's own message if the command could not be started
     */
    int awaitEnd(String output);

    void kill();

    /** Says that the command was killed. */
    SandboxException killed(@Nullable Exception cause);

    /** Releases the command, after its end. */
    @Override
    void close();
}
