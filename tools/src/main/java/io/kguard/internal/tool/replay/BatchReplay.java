// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.console.Console;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.report.Environment;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardHead;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.ShardSet;
import io.kguard.internal.shard.Work;
import io.kguard.output.AlertFormat;
import io.kguard.rule.LoadResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:replay} does with many captures: evaluate rules on all of them, on all processors.
 *
 * @param run the rules, and how they are evaluated
 * @param shard which part of the captures is read; null for all
 * @param reports the folder for the file of a shard
 * @param parallel how many captures are read at the same time
 */
public record BatchReplay(CaptureRun run, @Nullable Shard shard, Path reports, int parallel) {
    private static final int BUFFER = 1 << 16;

    /** The endings of the files that are taken from folders. */
    private static final List<String> ENDINGS = List.of(".scap", ".scap.gz");

    /** How many captures that could not be read are named on the console. */
    private static final int NAMED = 20;

    /**
     * A part of the captures, as its file has it.
     *
     * @param head which part of which run it is
     * @param summary what happened to its captures
     */
    record Part(ShardHead head, BatchSummary summary) {}

    /**
     * What {@code mvn kguard:merge} does with parts: adds up what they read, and prints the sum.
     *
     * @return whether every capture was read to its end without a doubt
     * @throws IllegalArgumentException if a part is missing, doubled or foreign
     * @throws IOException if one can't be read
     */
    public static boolean merge(List<Path> places, Console console) throws IOException {
        List<Part> parts = ShardSet.read(places, Work.REPLAY, Part.class, Part::head, Set.of())
                .all();
        BatchSummary sum = BatchSummary.of(parts.stream().map(Part::summary).toList());
        sum.lines(NAMED).forEach(console::line);
        return sum.problems().isEmpty();
    }

    /**
     * Reads the captures, and prints what happened to them.
     *
     * @param places captures, folders, globs and lists ({@code @list.txt})
     * @param alerts the file for the alerts, replaced if it exists; null to write them to {@code out}
     * @param out where alerts go without a file; is not closed
     * @param console where progress and the summary are printed
     * @return whether every capture was read to its end without a doubt
     * @throws IllegalArgumentException if a place has no capture
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if a file can't be written
     */
    public boolean replay(List<Path> places, @Nullable Path alerts, OutputStream out, Console console)
            throws IOException {
        if (run.config() != null) {
            throw new IllegalArgumentException(Wording.option("config")
                    + " is for a single capture: many captures have alerts as Falco's JSON lines");
        }
        long start = System.nanoTime();
        LoadResult loaded = run.loader().load(run.rules());
        RuleSet rules =
                RuleSet.compile(loaded, EvaluationSettings.of(run.falco(), null, run.matching(), run.enableAll()));
        loaded.unloaded().forEach(left -> left.why().render().lines().forEach(console::line));
        List<Path> all = CapturePaths.of(places, ENDINGS);
        List<Path> own = shard == null ? all : CaptureBatch.ofShard(all, shard);
        CaptureBatch batch = new CaptureBatch(
                rules,
                Replay.of(rules).withHostNames(run.hostNames()),
                AlertFormat.json(run.falco(), AlertFormat.findHostname()),
                parallel);
        BatchProgress progress = new BatchProgress(console, own.size(), bytes(own), System::nanoTime);
        List<CaptureOutcome> outcomes;
        if (alerts == null) {
            BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
            outcomes = batch.run(own, buffered, progress);
            buffered.flush();
        } else {
            try (OutputStream file = new BufferedOutputStream(WholeFile.create(alerts), BUFFER)) {
                outcomes = batch.run(own, file, progress);
            }
        }
        BatchSummary summary = new BatchSummary(outcomes, (System.nanoTime() - start) / 1_000_000);
        summary.lines(NAMED).forEach(console::line);
        if (shard != null) {
            Path file = reports.resolve(shard.file(Work.REPLAY));
            ShardJson.write(file, shard(shard, all, summary));
            console.line("Shard " + shard + ": " + own.size() + " of " + all.size() + " captures. "
                    + Wording.command("merge") + " adds them up.");
            console.line("Shard: " + file);
        }
        return summary.problems().isEmpty();
    }

    private static long bytes(List<Path> captures) throws IOException {
        long bytes = 0;
        for (Path capture : captures) {
            bytes += Files.exists(capture) ? Files.size(capture) : 0;
        }
        return bytes;
    }

    private Part shard(Shard of, List<Path> all, BatchSummary summary) throws IOException {
        Environment here = Environment.here(run.falco());
        Digest plan = new Digest().add(String.valueOf(run.matching()));
        for (Path capture : all) {
            plan.add(capture.toString());
        }
        return new Part(
                new ShardHead(
                        ShardHead.FORMAT,
                        Work.REPLAY,
                        of,
                        new ShardHead.Platform(here.kguard(), here.falco(), here.system(), ""),
                        Digest.ofRules(run.rules()),
                        plan.hex(),
                        ""),
                summary);
    }

    /** The default number of captures that are read at the same time. */
    public static int defaultParallel() {
        return Runtime.getRuntime().availableProcessors();
    }
}
