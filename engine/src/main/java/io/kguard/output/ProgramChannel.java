// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code program_output}: a shell command that reads lines from its standard input. A pipe accepts lines that nobody
 * reads. So lines count as arrived only after their program has ended with status 0 and, if it is kept for all lines,
 * not before its input ended.
 */
final class ProgramChannel implements Channel {
    private final String command;
    private final boolean keepAlive;
    private volatile @Nullable Process running;
    private long written; // to the running program

    ProgramChannel(String command, boolean keepAlive) {
        this.command = command;
        this.keepAlive = keepAlive;
    }

    @Override
    public String name() {
        return "program_output to \"" + command + "\"";
    }

    @Override
    public long send(String line) throws IOException {
        if (!keepAlive) {
            Process process = start();
            running = process;
            written = 1;
            try {
                write(process, line);
            } catch (IOException e) {
                // it has ended already; its status says whether it wanted to read
            }
            return close(process);
        }
        IOException loss = null;
        Process process = running;
        if (process != null && !process.isAlive()) {
            loss = endedEarly(process);
            process = null;
        }
        if (process == null) {
            process = start();
            running = process;
        }
        written++;
        try {
            write(process, line);
        } catch (IOException e) {
            kill(process);
            throw endedEarly(process);
        }
        if (loss != null) {
            throw loss;
        }
        return 0;
    }

    private static void write(Process process, String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(UTF_8));
        input.flush();
    }

    private Process start() throws IOException {
        return LocalProgram.of("sh", "-c", command).here().showing().start();
    }

    @Override
    public long close() throws IOException {
        Process process = running;
        if (process == null) {
            return 0;
        }
        if (!process.isAlive()) {
            throw endedEarly(process);
        }
        return close(process);
    }

    private long close(Process process) throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // an error while writing means that the program has ended, and its status says how
        }
        int status = await(process);
        if (status != 0) {
            throw new IOException("the program ended with status " + status + unread());
        }
        return forget();
    }

    /** The loss of lines sent to a program that ended by itself. The next line goes to a new program. */
    private IOException endedEarly(Process process) throws IOException {
        int status = await(process);
        return new IOException("the program ended with status " + status + " before its input did" + unread());
    }

    private String unread() {
        long alerts = forget();
        return ": it may not have read the " + (alerts == 1 ? "alert" : alerts + " alerts") + " that it was sent";
    }

    private long forget() {
        long alerts = written;
        written = 0;
        running = null;
        return alerts;
    }

    private int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("the program did not end in time and was killed" + unread(), e);
        }
    }

    @Override
    public void abort() {
        Process process = running;
        if (process != null) {
            kill(process);
        }
    }

    /** Kills the shell and the processes it started. */
    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
