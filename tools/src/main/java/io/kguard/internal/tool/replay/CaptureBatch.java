// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.JsonWriter;
import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.batch.Unseen;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.shard.Assignment;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardTimes;
import io.kguard.internal.source.SourceLog;
import io.kguard.output.AlertFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Evaluates rules on many captures, some at a time. Alerts come out in the order of the captures, and for each capture in that
 * of its events, whatever is evaluated at the same time. A capture that can't be read to its end stops no other.
 *
 * @param rules the rules
 * @param replay reads a capture with them
 * @param format how alerts become lines, as JSON
 * @param parallel how many captures are read at the same time
 */
record CaptureBatch(RuleSet rules, Replay replay, AlertFormat format, int parallel) {
    /** How many captures may be ahead of the first that is not finished: their alerts wait. */
    private static final int AHEAD = 64;

    /** An outcome, and the lines of its alerts. */
    private record Done(CaptureOutcome outcome, SpilledBytes lines) {}

    /** Those of some captures that a shard reads. */
    static List<Path> ofShard(List<Path> captures, Shard shard) {
        Map<String, String> units = new LinkedHashMap<>();
        captures.forEach(capture -> units.put(capture.toString(), capture.toString()));
        Map<String, Integer> shards = Assignment.of(units, ShardTimes.NONE, shard.count());
        return captures.stream()
                .filter(capture -> shards.getOrDefault(capture.toString(), 1) == shard.index())
                .toList();
    }

    /**
     * Reads captures.
     *
     * @param out receives the alerts, one JSON object a line, each with its capture
     * @param progress is told what is done
     * @return the outcome of each capture, in their order
     * @throws IOException if alerts can't be written
     */
    List<CaptureOutcome> run(List<Path> captures, OutputStream out, BatchProgress progress) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "kguard-replay");
            thread.setDaemon(true);
            return thread;
        });
        Deque<Future<Done>> running = new ArrayDeque<>();
        List<CaptureOutcome> outcomes = new ArrayList<>();
        try {
            for (Path capture : captures) {
                if (running.size() >= AHEAD + parallel) {
                    outcomes.add(write(running.remove(), out, progress));
                }
                running.add(workers.submit(() -> read(capture, progress)));
            }
            while (!running.isEmpty()) {
                outcomes.add(write(running.remove(), out, progress));
            }
            out.flush();
            progress.ended();
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the replay was interrupted", e);
        } finally {
            workers.shutdownNow();
            running.forEach(CaptureBatch::discard);
        }
    }

    private static CaptureOutcome write(Future<Done> future, OutputStream out, BatchProgress progress)
            throws IOException, InterruptedException {
        try {
            Done done = await(future, progress);
            try (SpilledBytes lines = done.lines()) {
                lines.writeTo(out);
            }
            progress.tick();
            return done.outcome();
        } catch (ExecutionException e) {
            throw new IOException("a replay ended early: " + e.getCause(), e);
        }
    }

    private static Done await(Future<Done> future, BatchProgress progress)
            throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return future.get(BatchProgress.TICK, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.tick();
            }
        }
    }

    private static void discard(Future<Done> future) {
        if (future.isDone() && !future.isCancelled()) {
            try {
                future.get().lines().close();
            } catch (IOException | ExecutionException e) {
                // there is nothing to remove, or the end of the JVM removes it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Done read(Path capture, BatchProgress progress) {
        SpilledBytes lines = new SpilledBytes();
        String begin =
                "{\"capture\":" + JsonWriter.compact().value(capture.toString()).json() + ",";
        long[] alerts = {0};
        Map<String, Long> byRule = new TreeMap<>();
        long events = 0;
        String problem = "";
        Consumer<Alert> listener = alert -> {
            alerts[0]++;
            byRule.merge(alert.ruleName(), 1L, Long::sum);
            try {
                lines.write((begin + format.line(alert).substring(1) + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (FileChannel channel = FileChannel.open(FileToRead.of(capture))) {
            progress.begin(channel);
            try {
                Session session;
                if (SourceLog.isByContent(capture)) {
                    session = Session.of(rules, listener);
                    SourceLog.read(capture, rules.sources(), null, session::judge);
                    events = session.eventCount();
                    problem = String.join("; ", session.doubts());
                } else {
                    Replay.Result result = replay.run(channel, capture.toString(), listener);
                    session = result.session();
                    events = result.events();
                    problem = String.join("; ", result.doubts());
                }
                if (problem.isEmpty()) {
                    problem = Unseen.of(rules, session).problem(events);
                }
            } finally {
                progress.end(channel);
            }
        } catch (IOException e) {
            problem = FileFault.of(e);
        } catch (UncheckedIOException e) {
            problem = "its alerts can't be kept: " + e.getMessage();
        }
        return new Done(new CaptureOutcome(capture.toString(), events, alerts[0], byRule, problem), lines);
    }
}
