// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.sandbox.SandboxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process of kguard next to the containers. It lives as long as its standard input is open. So it ends when the JVM
 * does, and ends everything below it.
 */
final class Shim implements AutoCloseable {
    /** How long the shim itself tries, plus a margin. */
    private static final long END_SECONDS = 15;

    /** More than a probe of the network takes. */
    private static final long ANSWER_SECONDS = 20;

    private static final String INSIDE = "process ";
    /** As a service's, whatever the build was started with: rules see it in {@code proc.aenv}. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Process process;
    private final OutputStream lifeline;
    private final BufferedReader answers;
    private volatile long pid;

    private Shim(Process process) {
        this.process = process;
        this.pid = process.pid();
        this.lifeline = process.getOutputStream();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts it. The caller must call {@link #awaitReady}.
     *
     * @param arguments the arguments after the program's name
     * @param input the first bytes of its standard input
     */
    public static Shim start(Path program, List<String> arguments, byte[] input) {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, program.toString());
        try {
            Shim shim = new Shim(LocalProgram.of(command)
                    .withoutEnvironment()
                    .with("PATH", PATH)
                    .withoutErrors()
                    .start());
            shim.lifeline.write(input);
            shim.lifeline.flush();
            return shim;
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.INTERNAL, "the container's shim did not start: " + e.getMessage(), e);
        }
    }

    /** Waits until it reports that it is ready. */
    public Shim awaitReady() {
        String line;
        try {
            line = answers.readLine();
            if (line != null && line.startsWith(INSIDE)) {
                pid = Long.parseLong(line.substring(INSIDE.length()));
                line = answers.readLine();
            }
        } catch (IOException e) {
            line = e.toString();
        }
        if (!"ready".equals(line)) {
            close();
            throw new SandboxException(
                    SandboxException.Reason.INTERNAL,
                    "the container's shim did not start: " + (line == null ? "it ended at once" : line));
        }
        return this;
    }

    /**
     * Sends a frame to the process that holds a pod.
     *
     * @return its answer, a line
     * @throws SandboxException if it does not answer
     */
    public synchronized String ask(byte[] frame) {
        try {
            lifeline.write(frame);
            lifeline.flush();
            String line = CompletableFuture.supplyAsync(this::answer).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (!line.isEmpty() && !line.startsWith("error: ")) {
                return line;
            }
            throw silent(line, null);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw silent("", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("", e);
        }
    }

    private String answer() {
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private static SandboxException silent(String answer, @Nullable Exception cause) {
        return new SandboxException(
                SandboxException.Reason.NOT_RUNNING,
                "the process that holds the pod's network does not answer" + (answer.isEmpty() ? "" : ": " + answer),
                cause);
    }

    /** The pid of its process; once ready, that of the process of the jail or in the jail. */
    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended, or ends within this time. */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Starts to end it, without waiting. */
    public void release() {
        try {
            lifeline.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    /** Ends it and everything below it, and waits for the end. */
    @Override
    public void close() {
        release();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        try {
            while (process.isAlive()) {
                try {
                    long left = deadline - System.nanoTime();
                    if (!process.waitFor(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
                        process.destroyForcibly();
                        deadline += TimeUnit.SECONDS.toNanos(END_SECONDS);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
