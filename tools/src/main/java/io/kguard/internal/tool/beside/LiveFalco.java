// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Falco that watches the kernel of this machine. What it says of a time is known from canaries around it. One thread uses it.
 */
final class LiveFalco implements AutoCloseable {
    private static final int MAX_MESSAGE = 2000;
    /** Falco looks for dropped events at the first event after each second. */
    private static final long DROPS_KNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long ACT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Pattern DROPS = Pattern.compile("event drop detected: (\\d+) occurrences");

    private final Path folder;
    private final Patience patience;
    private final FalcoCanary canary;
    private final LiveLog log;
    private final Process process;
    private final Path errors;
    private final Thread reader;
    private int acts;
    private long lastEnd;
    private boolean closed;

    /**
     * How long Falco may take.
     *
     * @param start until it watches
     * @param answer until it has judged what happened
     */
    public record Patience(Duration start, Duration answer) {
        /** Enough for a busy machine. */
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(60));
    }

    /**
     * A time between two canaries.
     *
     * @param begin the time of the first canary's event, in nanoseconds since the epoch
     * @param end the time of the second
     * @param lines the alerts between them, as Falco writes them
     */
    public record Window(long begin, long end, List<String> lines) {
        public Window {
            lines = List.copyOf(lines);
        }
    }

    private LiveFalco(Path folder, List<String> command, FalcoCanary canary, Patience patience) throws IOException {
        this.folder = folder;
        this.patience = patience;
        this.canary = canary;
        this.log = new LiveLog(canary);
        this.errors = folder.resolve("errors");
        this.process =
                LocalProgram.of(command).readingNothing().complaining(errors).start();
        this.reader = new Thread(() -> log.read(process.getInputStream()), "kguard-falco");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a Falco, and returns when it watches.
     *
     * @param settings the rules, and how they are evaluated
     * @param runtime the socket of the container runtime's API
     * @throws IOException if it does not watch in time; the message has what it says
     */
    public static LiveFalco start(FalcoProgram program, FalcoSettings settings, LiveSettings runtime, Patience patience)
            throws IOException {
        Path folder = Files.createTempDirectory("kguard-falco");
        FalcoCanary canary = FalcoCanary.in(folder);
        Path rule = Files.writeString(folder.resolve("canary.yaml"), canary.yaml(), UTF_8);
        Path config = Files.writeString(
                folder.resolve("falco.yaml"),
                settings.withCanary(rule, canary.rule()).yaml(runtime, program),
                UTF_8);
        LiveFalco falco = new LiveFalco(
                folder, List.of(program.file().toAbsolutePath().toString(), "-c", config.toString()), canary, patience);
        boolean watches = false;
        try {
            falco.awaitWatching();
            watches = true;
            return falco;
        } finally {
            if (!watches) {
                falco.kill();
            }
        }
    }

    /** The first canaries are there before Falco is. */
    private void awaitWatching() throws IOException {
        long deadline = System.nanoTime() + patience.start().toNanos();
        do {
            if (act(ACT_AGAIN_NANOS)) {
                log.take();
                return;
            }
        } while (canCome() && System.nanoTime() < deadline);
        throw new IOException("it did not watch: " + reason(patience.start()));
    }

    private boolean canCome() {
        return !log.isEnded() && log.failure().isEmpty();
    }

    /** Makes a canary, and waits for its alert. */
    private boolean act(long nanos) throws IOException {
        canary.act(++acts);
        try {
            return log.await(acts, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Falco watched", e);
        }
    }

    /** How many canaries there were. */
    int acts() {
        return acts;
    }

    /**
     * Puts a mark: returns when Falco has judged everything before.
     *
     * @return the time of the mark
     * @throws IOException if that is not known
     */
    public long mark() throws IOException {
        if (!act(patience.answer().toNanos())) {
            throw new IOException("Falco did not say that it has judged all: " + reason(patience.answer()));
        }
        return log.timeOf(acts);
    }

    /** Puts the mark at the beginning of what is to be compared. What came before is forgotten. */
    public long begin() throws IOException {
        long time = mark();
        log.take();
        return time;
    }

    /**
     * Puts the mark at its end.
     *
     * @param begin the time of the mark at the beginning
     */
    public Window end(long begin) throws IOException {
        lastEnd = mark();
        return new Window(begin, lastEnd, log.take());
    }

    private String reason(Duration limit) throws IOException {
        if (!log.failure().isEmpty()) {
            return log.failure();
        }
        if (log.isEnded()) {
            return "it ended: " + said();
        }
        return "the alert of kguard's canary did not come within " + limit.toSeconds() + " s: " + said();
    }

    private String said() throws IOException {
        String text = (log.words() + Files.readString(errors, UTF_8)).strip();
        return text.length() <= MAX_MESSAGE ? text : "... " + text.substring(text.length() - MAX_MESSAGE);
    }

    /**
     * Ends it, when it has said whether it lost events.
     *
     * @throws IOException if it does not say so, or fails; the message has what it says
     */
    public void finish() throws IOException {
        long known = lastEnd + DROPS_KNOWN_NANOS;
        while (!log.isProvenBetween(known, Long.MAX_VALUE)) {
            mark();
        }
        process.toHandle().destroy(); // Process.destroy would close what is still to be read
        try {
            if (!process.waitFor(patience.answer().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("Falco does not end");
            }
            reader.join(patience.answer().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Falco ended", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("Falco ended with status " + process.exitValue() + ": " + said());
        }
        Matcher drops = DROPS.matcher(log.words() + Files.readString(errors, UTF_8));
        if (!drops.find()) {
            throw new IOException("Falco did not say at its end whether it lost events: " + said());
        }
        if (Integer.parseInt(drops.group(1)) != log.drops().size()) {
            throw new IOException("Falco lost events " + drops.group(1) + " times, and told "
                    + log.drops().size() + " times when");
        }
    }

    /** Why what Falco says of a time is in doubt; empty if it is not. To be asked at the end. */
    public List<String> doubts(Window window) {
        List<String> doubts = new ArrayList<>();
        long known = window.end() + DROPS_KNOWN_NANOS;
        if (!log.isProvenBetween(known, Long.MAX_VALUE)) {
            doubts.add("Falco ended before it said whether it lost events");
        }
        for (LiveLog.Drop drop : log.drops()) {
            if (drop.time() >= window.begin() && !log.isProvenBetween(known, drop.time())) {
                doubts.add(drop.text());
            }
        }
        if (!log.failure().isEmpty()) {
            doubts.add("Falco can't be trusted: " + log.failure());
        }
        return doubts;
    }

    private void kill() throws IOException {
        closed = true;
        process.destroyForcibly();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            kill();
        }
    }
}
