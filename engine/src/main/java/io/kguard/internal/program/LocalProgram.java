// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program that is to be started. It runs in the root folder unless something else is said: a checkout is somebody else's,
 * and some programs obey what is in their folder. Its environment is that of this JVM, with changes. Not thread-safe.
 */
public final class LocalProgram {
    private static final Path NOTHING = Path.of("/dev/null");
    /** ETXTBSY, as older and newer JDKs write it. */
    private static final Pattern TEXT_FILE_BUSY = Pattern.compile("error(=|: )26\\b");

    private static final int MOST_TRIES = 500;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

    /**
     * How a program ended.
     *
     * @param status its exit status; empty if it did not end in time, and was killed
     * @param output what it wrote, errors included
     */
    public record Ended(OptionalInt status, String output) {
        /** Whether it ended with status 0. */
        public boolean isGood() {
            return status.equals(OptionalInt.of(0));
        }

        /** Why it failed: what it said, or that it took too long. */
        public String failure() {
            return status.isEmpty() ? "it did not end in time" : output.strip();
        }
    }

    private final ProcessBuilder builder;

    private LocalProgram(List<String> command) {
        this.builder = new ProcessBuilder(command).directory(new File("/"));
    }

    /** A program with its arguments; where its name has no slash, it is looked for in {@code PATH}. */
    public static LocalProgram of(String... command) {
        return of(List.of(command));
    }

    /** The same. */
    public static LocalProgram of(List<String> command) {
        return new LocalProgram(command);
    }

    /** In a folder that is known to be no checkout, or that the program needs. */
    public LocalProgram in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Where this JVM runs: only for programs of the user's own settings. */
    public LocalProgram here() {
        builder.directory(null);
        return this;
    }

    /** With a variable. */
    public LocalProgram with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    /** With changes of the environment. */
    public LocalProgram with(Consumer<Map<String, String>> changes) {
        changes.accept(builder.environment());
        return this;
    }

    /** Without any variable of this JVM. */
    public LocalProgram withoutEnvironment() {
        builder.environment().clear();
        return this;
    }

    /** With a file as input. Otherwise the input is a pipe. */
    public LocalProgram reading(Path file) {
        builder.redirectInput(file.toFile());
        return this;
    }

    /** With nothing to read. */
    public LocalProgram readingNothing() {
        return reading(NOTHING);
    }

    /** With output and errors in one file. Otherwise each is a pipe. */
    public LocalProgram writing(Path file) {
        builder.redirectErrorStream(true).redirectOutput(file.toFile());
        return this;
    }

    /** With errors in a file. */
    public LocalProgram complaining(Path file) {
        builder.redirectError(file.toFile());
        return this;
    }

    /** With errors that nobody reads. */
    public LocalProgram withoutErrors() {
        builder.redirectError(Redirect.DISCARD);
        return this;
    }

    /** With output and errors where those of this JVM go. */
    public LocalProgram showing() {
        builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        return this;
    }

    /**
     * Starts it. The kernel does not run a file that was just written as long as a process that another thread starts has it
     * open for writing, so this waits for that.
     */
    public Process start() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (tries == MOST_TRIES
                        || !TEXT_FILE_BUSY
                                .matcher(String.valueOf(e.getMessage()))
                                .find()) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** Runs it to its end, with nothing to read. Kills it, and what it started, after the time limit. */
    public Ended run(Duration limit) throws IOException {
        return readingNothing().ended(limit);
    }

    /** The same, with a text to read. */
    public Ended run(String input, Duration limit) throws IOException {
        Path given = Files.createTempFile("kguard-program", ".in");
        try {
            Files.writeString(given, input);
            return reading(given).ended(limit);
        } finally {
            Files.delete(given);
        }
    }

    private Ended ended(Duration limit) throws IOException {
        Path output = Files.createTempFile("kguard-program", ".out");
        try {
            Process process = writing(output).start();
            try {
                boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                return new Ended(
                        inTime ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
                        new String(Files.readAllBytes(output), UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + this + " ran", e);
            } finally {
                if (process.isAlive()) { // what one leaves that has ended is not known as its own any more
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Its name. */
    @Override
    public String toString() {
        return builder.command().get(0);
    }
}
