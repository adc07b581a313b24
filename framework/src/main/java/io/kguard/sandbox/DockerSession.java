package io.kguard.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command of a Docker daemon's whose input and output the caller moves. A thread of its own reads what comes. */
final class DockerSession implements ExecSession {
    private static final int PIPE_BYTES = 1 << 18;

    private final DockerExec exec;
    private final BytePipe stdout = new BytePipe(PIPE_BYTES);
    private final BytePipe stderr = new BytePipe(PIPE_BYTES);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final OutputStream stdin = new Input();

    DockerSession(DockerExec exec) {
        this.exec = exec;
    }

    /** Begins to read. The command has been started. */
    void begin(String threadName) {
        Thread reader = new Thread(this::read, threadName);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        @Nullable SandboxException failure = null;
        int status = -1;
        try {
            for (DockerStream.Chunk chunk; (chunk = exec.stream().read()) != null; ) {
                (chunk.error() ? stderr : stdout).write(chunk.data(), 0, chunk.data().length);
            }
            status = exec.awaitEnd("");
        } catch (IOException | InterruptedException e) {
            failure = exec.killed(e);
        } catch (SandboxException e) {
            failure = e;
        } finally {
            stdout.end();
            stderr.end();
            exec.stream().close();
            if (failure == null) {
                exit.complete(status);
            } else {
                exit.completeExceptionally(failure);
            }
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
        exec.resize(columns, rows);
    }

    @Override
    public void signal(int number) {
        exec.signal(number);
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void close() {
        if (!exit.isDone()) {
            exec.kill();
        }
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
            exec.input(data, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!ended && !exit.isDone()) {
                ended = true;
                exec.stream().endInput();
            }
        }
    }
}
