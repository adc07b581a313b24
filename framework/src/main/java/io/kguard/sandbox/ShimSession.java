package io.kguard.sandbox;

import io.kguard.sandbox.ShimConnection.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command whose input and output the caller moves. A thread of its own reads what the shim sends. */
final class ShimSession implements ExecSession {
    private static final int PIPE_BYTES = 1 << 18;

    private final ShimConnection connection;
    private final ProcessControl control;
    private final BytePipe stdout = new BytePipe(PIPE_BYTES);
    private final BytePipe stderr = new BytePipe(PIPE_BYTES);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final OutputStream stdin = new Input();

    ShimSession(ShimConnection connection, boolean terminal) {
        this.connection = connection;
        this.control = new ShimControl(connection, exit, terminal);
    }

    /**
     * Begins to read. The command has been started.
     *
     * @param early frames that came before that was known
     */
    void begin(String threadName, List<Frame> early) {
        Thread reader = new Thread(() -> read(early), threadName);
        reader.setDaemon(true);
        reader.start();
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
                status = frame.type() == 'z' ? frame.number() : null;
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
        if (frame.type() == 'o') {
            stdout.write(frame.payload(), 0, frame.payload().length);
        } else if (frame.type() == 'x') {
            stderr.write(frame.payload(), 0, frame.payload().length);
        }
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
    public void signal(int number) {
        control.signal(number);
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void close() {
        connection.close();
        stdout.close();
        stderr.close();
    }

    private final class Input extends OutputStream {
        private boolean ended;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            connection.input(data, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!ended && !exit.isDone()) {
                ended = true;
                connection.endInput();
            }
        }
    }
}
