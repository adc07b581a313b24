package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code program_output}: a shell command that reads lines from its standard input. */
final class ProgramChannel implements Channel {
    private final String command;
    private final boolean keepAlive;
    private volatile @Nullable Process running;

    ProgramChannel(String command, boolean keepAlive) {
        this.command = command;
        this.keepAlive = keepAlive;
    }

    @Override
    public String name() {
        return "program_output to \"" + command + "\"";
    }

    @Override
    public void send(String line) throws IOException {
        Process process = running;
        Process dead = process != null && !process.isAlive() ? process : null;
        if (process == null || dead != null) {
            process = start();
            running = process;
        }
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(UTF_8));
            input.flush();
        } catch (IOException e) {
            running = null;
            kill(process);
            throw new IOException("the program does not read its input: " + e.getMessage(), e);
        }
        if (dead != null) {
            throw new IOException("the program had ended with status " + dead.exitValue()
                    + " and was started anew; what the first one had not read is lost");
        }
        if (!keepAlive) {
            close();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public void close() throws IOException {
        Process process = running;
        if (process == null) {
            return;
        }
        running = null;
        try {
            process.getOutputStream().close();
            running = process; // so that an abort ends the wait
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("the program ended with status " + status);
            }
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("the program did not end in time and was killed", e);
        } finally {
            running = null;
        }
    }

    @Override
    public void abort() {
        Process process = running;
        if (process != null) {
            kill(process);
        }
    }

    /** Ends the shell and what it started. */
    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
