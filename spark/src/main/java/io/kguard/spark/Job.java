// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.RuleSet;
import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.batch.CaptureOutcome;
import io.kguard.internal.difference.DifferenceSummary;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.difference.RuleTotal;
import io.kguard.internal.difference.Takeover;
import io.kguard.output.AlertFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Evaluates one or two sets of rules on captures, and says what became of them. */
final class Job {
    /** How many captures that could not be read are named on the console. */
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
     * @return whether every capture was judged without a doubt
     * @throws io.kguard.rule.RuleLoadException if rules do not load
     * @throws IOException if rules can't be read, or the folder for the reports can't be written
     * @throws IllegalArgumentException if a rule can't be evaluated
     */
    boolean run() throws IOException {
        long start = System.nanoTime();
        Configuration configuration = context.hadoopConfiguration();
        HadoopRules reader = new HadoopRules(configuration, options.settings().falco());
        SharedRules rules = shared(reader, options.rules());
        SharedRules against = options.against().isEmpty() ? null : shared(reader, options.against());
        // what is wrong with rules is said before anything is read
        RuleSet now = rules.rules();
        RuleSet before = against == null ? null : against.rules();
        Tables tables =
                options.reports().isEmpty() ? null : Tables.in(options.reports().get(), spark, configuration);
        CaptureFiles files = CaptureFiles.at(options.captures(), configuration);
        JavaRDD<Judged> judged = judged(files.captures(), rules, against);
        try {
            Map<String, CaptureOutcome> outcomes = new TreeMap<>();
            files.problems().forEach((place, why) -> outcomes.put(place, unread(place, why)));
            if (tables != null) {
                tables.write(judged, against != null);
            }
            for (CaptureOutcome outcome : judged.filter(Judged.OfCapture.class::isInstance)
                    .map(one -> ((Judged.OfCapture) one).outcome())
                    .collect()) {
                outcomes.put(outcome.capture(), outcome);
            }
            TreeSet<String> missing = new TreeSet<>(files.captures());
            missing.removeAll(outcomes.keySet());
            missing.forEach(name -> outcomes.put(name, unread(name, "Spark did not pass it on")));
            List<String> lines = before == null
                    ? new BatchSummary(outcomes.values(), (System.nanoTime() - start) / 1_000_000).lines(NAMED)
                    : difference(judged, outcomes.values(), before, now, start);
            lines.forEach(console);
            return outcomes.values().stream()
                    .allMatch(outcome -> outcome.problem().isEmpty());
        } finally {
            judged.unpersist();
        }
    }

    private SharedRules shared(HadoopRules reader, List<String> places) throws IOException {
        return new SharedRules(reader.read(places), options.settings());
    }

    private static CaptureOutcome unread(String place, String why) {
        return new CaptureOutcome(place, 0, 0, Map.of(), why);
    }

    /** What rules say of captures. It is kept on the disks of the executors, so that no capture is read twice. */
    private JavaRDD<Judged> judged(Collection<String> captures, SharedRules rules, @Nullable SharedRules against)
            throws IOException {
        if (captures.isEmpty()) {
            return context.emptyRDD();
        }
        Broadcast<SharedRules> shared = context.broadcast(rules);
        Broadcast<SharedRules> sharedBefore = against == null ? null : context.broadcast(against);
        // as many partitions as Spark's settings allow: see spark.files.openCostInBytes and
        // spark.files.maxPartitionBytes
        return context.binaryFiles(String.join(",", captures), captures.size())
                .mapPartitions(new CaptureJudge(
                        shared, sharedBefore, options.settings().falco(), AlertFormat.findHostname()))
                .persist(StorageLevel.DISK_ONLY());
    }

    private List<String> difference(
            JavaRDD<Judged> judged, Collection<CaptureOutcome> outcomes, RuleSet before, RuleSet now, long start) {
        JavaRDD<Judged.OfCapture> captures =
                judged.filter(Judged.OfCapture.class::isInstance).map(Judged.OfCapture.class::cast);
        Map<String, RuleTotal> totals = new HashMap<>(captures.flatMapToPair(capture -> capture.differences().stream()
                        .map(alerts -> new Tuple2<>(
                                alerts.rule(), RuleTotal.of(capture.outcome().capture(), alerts)))
                        .iterator())
                .reduceByKey(Job::sum)
                .collectAsMap());
        List<Takeover> takeovers = Takeover.sums(
                captures.flatMap(capture -> capture.takeovers().iterator()).collect());
        long compared = outcomes.stream().filter(one -> one.problem().isEmpty()).count();
        DifferenceSummary summary = new DifferenceSummary(
                String.join(",", options.against()),
                compared == 0 ? "" : compared + (compared == 1 ? " recording" : " recordings"),
                RuleChange.between(before, now),
                totals,
                takeovers);
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

    /** The sum of two totals, whose first place does not depend on the order in which partitions end. */
    private static RuleTotal sum(RuleTotal one, RuleTotal other) {
        return one.first().compareTo(other.first()) <= 0 ? one.plus(other) : other.plus(one);
    }
}
