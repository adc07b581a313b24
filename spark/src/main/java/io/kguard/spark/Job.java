// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.RuleSet;
import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.difference.DifferenceSummary;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.field.HostNames;
import io.kguard.output.AlertFormat;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Evaluates one or two sets of rules on captures and logs, and says what happened to them. */
final class Job {
    /** How many files that could not be read are named on the console. */
    private static final int NAMED = 20;

    private final Options options;
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Consumer<String> console;

    /**
     * A job.
     *
     * @param options what to do
     * @param spark the cluster
     * @param console where it prints
     */
    Job(Options options, SparkSession spark, Consumer<String> console) {
        this.options = options;
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.console = console;
    }

    /**
     * Runs it.
     *
     * @return whether every file was judged without a doubt
     * @throws io.kguard.rule.RuleLoadException if rules do not load
     * @throws io.kguard.output.FalcoConfigException if the falco.yaml can't be used
     * @throws IOException if rules can't be read, or the folder for the reports can't be written
     * @throws IllegalArgumentException if a rule can't be evaluated
     */
    boolean run() throws IOException {
        long start = System.nanoTime();
        Configuration configuration = context.hadoopConfiguration();
        SharedWork work = work(new DriverFiles(configuration));
        // what is wrong with rules is said before anything is read
        RuleSet now = work.rules().rules();
        RuleSet before = work.against() == null ? null : work.against().rules();
        work.rules().unloaded().forEach(this::warn);
        Tables tables =
                options.reports().isEmpty() ? null : Tables.in(options.reports().get(), spark, configuration);
        GivenFiles given = GivenFiles.at(options.places(), configuration);
        JudgedTotal total = tables == null
                ? total(judged(given.files().values(), work))
                : written(tables, given.files().values(), work);
        given.problems().forEach(total::unread);
        total.requireAll(given.files().keySet());
        if (tables != null) {
            tables.writeFiles(total.outcomes());
        }
        List<String> notes = total.notes();
        notes.stream().limit(NAMED).forEach(this::warn);
        if (notes.size() > NAMED) {
            warn("and " + (notes.size() - NAMED) + " more");
        }
        List<String> lines = before == null
                ? new BatchSummary(total.outcomes(), (System.nanoTime() - start) / 1_000_000).lines(NAMED)
                : difference(total, before, now, start);
        lines.forEach(console);
        return total.outcomes().stream().allMatch(outcome -> outcome.problem().isEmpty());
    }

    private void warn(String sentence) {
        sentence.lines().map(line -> "WARNING " + line).forEach(console);
    }

    /** What the executors need to know. */
    private SharedWork work(DriverFiles files) throws IOException {
        RuleLoader loader = RuleLoader.of(options.settings().falco());
        SharedConfig shared = options.config().isEmpty()
                ? null
                : SharedConfig.of(
                        options.config().get(), files.bytes(options.config().get(), SharedConfig.LARGEST), loader);
        FalcoConfig config = shared == null ? null : shared.read(loader);
        if (config != null) {
            config.warnings().forEach(this::warn);
        }
        HadoopRules reader = new HadoopRules(files, options.settings().falco());
        List<String> rules = options.rules().isEmpty() ? ofConfig(config, files) : options.rules();
        return new SharedWork(
                new SharedRules(reader.read(rules), options.settings(), shared),
                options.against().isEmpty()
                        ? null
                        : new SharedRules(reader.read(options.against()), options.settings(), shared),
                options.hosts().isEmpty()
                        ? HostNames.NONE
                        : HostNames.read(
                                options.hosts().get(),
                                files.bytes(options.hosts().get(), HostNames.LARGEST_FILE)),
                config == null
                        ? AlertFormat.json(options.settings().falco(), AlertFormat.findHostname())
                        : config.format());
    }

    /** The {@code rules_files} that exist, as in Falco. */
    private List<String> ofConfig(@Nullable FalcoConfig config, DriverFiles files) throws IOException {
        List<String> existing = new ArrayList<>();
        for (String place : config == null ? List.<String>of() : config.rulesFiles()) {
            if (files.exists(place)) {
                existing.add(place);
            } else {
                warn("rules_files: " + place + " does not exist and is left out, as Falco does");
            }
        }
        if (existing.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the rules_files of the falco.yaml exists. Name rule files with --rules A,B");
        }
        return existing;
    }

    /** What rules say of files. */
    private JavaRDD<Judged> judged(Collection<GivenFile> files, SharedWork work) {
        if (files.isEmpty()) {
            return context.emptyRDD();
        }
        List<FileTasks> tasks = FileTasks.of(files, context.getConf(), context.defaultParallelism());
        return context.parallelize(tasks, tasks.size())
                .mapPartitions(new FileJudge(
                        context.broadcast(work),
                        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()))));
    }

    private static JudgedTotal total(JavaRDD<Judged> judged) {
        return judged.aggregate(new JudgedTotal(), JudgedTotal::add, JudgedTotal::plus);
    }

    /** Writes tables. What they have is kept on the disks of the executors, so that no file is read twice. */
    private JudgedTotal written(Tables tables, Collection<GivenFile> files, SharedWork work) {
        JavaRDD<Judged> judged = judged(files, work).persist(StorageLevel.DISK_ONLY());
        try {
            tables.writeAlerts(judged);
            if (work.against() != null) {
                tables.writeDifferences(judged);
            }
            JudgedTotal total = total(judged);
            total.requireWritten(
                    tables.rows(Tables.ALERTS), work.against() == null ? Map.of() : tables.rows(Tables.DIFFERENCES));
            return total;
        } finally {
            judged.unpersist();
        }
    }

    private List<String> difference(JudgedTotal total, RuleSet before, RuleSet now, long start) {
        List<CaptureOutcome> outcomes = total.outcomes();
        long compared = outcomes.stream().filter(one -> one.problem().isEmpty()).count();
        DifferenceSummary summary = new DifferenceSummary(
                String.join(",", options.against()),
                compared == 0 ? "" : compared + (compared == 1 ? " recording" : " recordings"),
                RuleChange.between(before, now),
                total.rules(),
                total.replacedAlerts());
        List<String> lines = new ArrayList<>();
        lines.add(summary.title());
        lines.addAll(summary.sentences());
        lines.addAll(summary.rules());
        List<CaptureOutcome> doubts =
                outcomes.stream().filter(one -> !one.problem().isEmpty()).toList();
        doubts.stream()
                .limit(NAMED)
                .forEach(one -> lines.addAll(DifferenceSummary.doubt(one.capture(), List.of(one.problem()))));
        if (doubts.size() > NAMED) {
            lines.add("ERROR and " + (doubts.size() - NAMED) + " more");
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Compared in %.1f s", (System.nanoTime() - start) / 1e9));
        return lines;
    }
}
