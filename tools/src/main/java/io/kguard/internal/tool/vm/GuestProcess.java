// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.program.LocalProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** QEMU at work. What a guest prints is not trusted: it is made safe to print, and what is kept of it is bounded. */
final class GuestProcess {
    private static final int KEPT_LINES = 40;
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 1_000_000;

    private final Process process;
    private final Thread end;
    private final Consumer<String> lines;
    private final Deque<String> console = new ArrayDeque<>();
    private final List<String> early = new ArrayList<>();
    private final CountDownLatch signOrEnd = new CountDownLatch(1);
    private final CompletableFuture<Void> readers;
    private boolean signed;
    private int count;

    private GuestProcess(Process process, String sign, Consumer<String> lines) {
        this.process = process;
        this.lines = lines;
        this.end = new Thread(this::killProgram, "kguard-vm-end");
        this.readers = CompletableFuture.allOf(
                        reader(process.getInputStream(), line -> onConsole(line, sign)),
                        reader(process.getErrorStream(), this::onOutput))
                .whenComplete((nothing, failure) -> signOrEnd.countDown());
    }

    /**
     * Starts it.
     *
     * @param sign the line of the console by which the guest says that it runs
     * @param lines where each line goes that the guest's command prints
     */
    static GuestProcess start(List<String> command, String sign, Consumer<String> lines) throws IOException {
        GuestProcess started = new GuestProcess(LocalProgram.of(command).start(), sign, lines);
        try {
            Runtime.getRuntime().addShutdownHook(started.end);
        } catch (IllegalStateException e) {
            started.killProgram();
            throw new GuestException("kguard was told to end");
        }
        return started;
    }

    /**
     * Waits until the guest runs.
     *
     * @return false if it does not in this time
     */
    boolean awaitSign(Duration limit) throws InterruptedException {
        boolean came = signOrEnd.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            return came && signed;
        }
    }

    /**
     * Waits for its end, and kills it after the time limit.
     *
     * @return what is wrong with how it ended, as a clause; empty if nothing is
     */
    String await(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        kill();
        synchronized (this) {
            if (count > MOST_LINES) {
                return "printed more than " + MOST_LINES + " lines, and was ended";
            } else if (!ended) {
                return "did not end within " + limit.toSeconds() + " s, and was ended (" + Wording.option("vmTimeout")
                        + ")";
            }
            return process.exitValue() == 0 ? "" : "was not run by QEMU" + message();
        }
    }

    /** Ends it, if it runs yet. All that it printed has been read then. */
    void kill() throws InterruptedException {
        killProgram();
        process.waitFor();
        readers.join();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // the JVM is ending, and has ended it
        }
    }

    /** Unlike the method of the process, that of the handle leaves what was printed to be read. */
    private void killProgram() {
        process.toHandle().destroyForcibly();
    }

    /** What QEMU itself said, to end a sentence; empty if it said nothing. */
    synchronized String message() {
        return early.isEmpty() ? "" : ": " + String.join("; ", early);
    }

    /** The last lines of the guest's console. */
    synchronized String console() {
        return String.join("\n", console);
    }

    private synchronized void onConsole(String line, String sign) {
        if (line.strip().equals(sign)) {
            signed = true;
            early.forEach(lines);
            early.clear();
            signOrEnd.countDown();
        }
        if (console.size() == KEPT_LINES) {
            console.removeFirst();
        }
        console.addLast(line);
    }

    private void onOutput(String line) {
        synchronized (this) {
            if (!signed) {
                // the guest can't print yet, so it is QEMU who does
                if (early.size() < KEPT_LINES) {
                    early.add(line);
                }
                return;
            }
        }
        lines.accept(line);
    }

    private CompletableFuture<Void> reader(InputStream from, Consumer<String> to) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (Reader text = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                        read(text, to);
                        done.complete(null);
                    } catch (IOException | RuntimeException e) {
                        killProgram();
                        done.completeExceptionally(e);
                    }
                },
                "kguard-vm-reader");
        reader.setDaemon(true);
        reader.start();
        return done;
    }

    private void read(Reader text, Consumer<String> to) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = text.read(); next != -1; next = text.read()) {
            if (next != '\n' && line.length() < LONGEST_LINE) {
                line.append((char) next);
                continue;
            }
            take(line, to);
            if (next != '\n') {
                line.append((char) next);
            }
        }
        if (line.length() > 0) {
            take(line, to);
        }
    }

    private void take(StringBuilder line, Consumer<String> to) {
        synchronized (this) {
            if (++count > MOST_LINES) {
                killProgram();
                return;
            }
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        to.accept(ConsoleText.of(line.toString()));
        line.setLength(0);
    }
}
