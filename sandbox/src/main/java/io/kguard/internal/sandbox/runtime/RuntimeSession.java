// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A session with a process in a container.
 *
 * @param end what closing the session does to the process
 */
record RuntimeSession(
        ProcessControl control,
        OutputStream stdin,
        InputStream stdout,
        InputStream stderr,
        CompletableFuture<Integer> exit,
        Runnable end)
        implements ExecSession {
    private static final int PIPE_BYTES = 1 << 18;

    /** What happens to the input of a container's first process when a session with it ends. */
    enum Input {
        NONE,
        /** It stays open for later sessions. */
        OPEN,
        /** It ends with the first session, as {@code stdinOnce} asks. */
        ONCE
    }

    /** A session that is attached to a container's first process. Closing it leaves the process alone. */
    static RuntimeSession attached(
            ProcessControl control, OutputLog log, CompletableFuture<Integer> exit, Input input) {
        return new RuntimeSession(
                control,
                input == Input.NONE
                        ? OutputStream.nullOutputStream()
                        : new ProcessInput(control, exit, input == Input.ONCE),
                log.follow(EnumSet.of(OutputLog.Stream.STDOUT)),
                log.follow(EnumSet.of(OutputLog.Stream.STDERR)),
                exit,
                () -> {});
    }

    /** A session with a command that has been started. A separate thread reads the output into pipes. */
    static RuntimeSession of(RunningCommand command, String threadName) {
        BytePipe stdout = new BytePipe(PIPE_BYTES);
        BytePipe stderr = new BytePipe(PIPE_BYTES);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(command, stdout, stderr, exit), threadName);
        reader.setDaemon(true);
        reader.start();
        ProcessControl control = command.control();
        return new RuntimeSession(control, new ProcessInput(control, exit, true), stdout, stderr, exit, () -> {
            if (!exit.isDone()) {
                command.kill();
            }
        });
    }

    private static void read(
            RunningCommand command, BytePipe stdout, BytePipe stderr, CompletableFuture<Integer> exit) {
        @Nullable SandboxException failure = null;
        int status = -1;
        try {
            for (RunningCommand.Chunk chunk; (chunk = command.read()) != null; ) {
                (chunk.error() ? stderr : stdout).write(chunk.data(), 0, chunk.data().length);
            }
            status = command.awaitEnd("");
        } catch (IOException | InterruptedException e) {
            failure = command.killed(e);
        } catch (SandboxException e) {
            failure = e;
        } finally {
            stdout.end();
            stderr.end();
            command.close();
            if (failure == null) {
                exit.complete(status);
            } else {
                exit.completeExceptionally(failure);
            }
        }
    }

    @Override
    public void resize(int columns, int rows) {
        control.resize(columns, rows);
    }

    @Override
    public void close() {
        end.run();
        try {
            stdout.close();
            stderr.close();
            stdin.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The input of a process in a container. */
    private static final class ProcessInput extends OutputStream {
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
}
