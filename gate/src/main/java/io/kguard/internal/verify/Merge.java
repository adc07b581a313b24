// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.console.Console;
import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.Environment;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.report.Run;
import io.kguard.internal.report.Table;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.ShardSet;
import io.kguard.internal.shard.Work;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code mvn kguard:merge} does: make one run of shards, and judge it as if one process had done everything.
 *
 * @param axes in what whole runs may differ
 * @param thresholds how much the checks must cover
 * @param baseline the checks that may fail for some time
 * @param reports where reports go
 * @param console where it prints, and how
 */
public record Merge(Set<Axis> axes, Thresholds thresholds, Baseline baseline, ReportOptions reports, Console console) {
    /** Sorts the axes. */
    public Merge {
        axes = Collections.unmodifiableSet(new TreeSet<>(axes));
    }

    /**
     * Merges shards, or runs of live checks and of the others, prints the result and writes the reports.
     *
     * @param places the files of the shards, or folders that are searched for them; or the {@code results.json} of the runs
     * @return the result, which was printed and written
     * @throws IllegalArgumentException if one is missing, doubled or foreign
     * @throws IOException if one can't be read, or a report can't be written
     */
    public SuiteResult run(List<Path> places) throws IOException {
        List<Path> halves = Halves.among(places);
        if (!halves.isEmpty()) {
            MergedRun merged = Halves.merged(Halves.read(halves));
            Reports.remove(reports.folder());
            return new Merging(merged.shards(), Map.of("", merged)).conclude();
        }
        Reports.remove(reports.folder());
        ShardSet<VerifyShard> read = ShardSet.read(places, Work.VERIFY, VerifyShard.class, VerifyShard::head, axes);
        Map<String, MergedRun> runs = new LinkedHashMap<>();
        read.runs().forEach((place, shards) -> runs.put(place, MergedRun.of(shards)));
        List<VerifyShard> all = read.all();
        requireSameInputs(all);
        return new Merging(all, runs).conclude();
    }

    /**
     * Whether some places are reports of runs of live checks or of the others, and not shards.
     *
     * @throws IllegalArgumentException if some are and some are not
     * @throws IOException if one can't be read
     */
    public static boolean isOfHalves(List<Path> places) throws IOException {
        return !Halves.among(places).isEmpty();
    }

    /** What scenarios read is the same everywhere, or they are not the same checks. */
    private static void requireSameInputs(List<VerifyShard> shards) {
        Map<String, String> digests = new HashMap<>();
        for (VerifyShard shard : shards) {
            shard.whole().inputs().forEach((scenario, digest) -> {
                if (!digest.equals(digests.computeIfAbsent(scenario, id -> digest))) {
                    throw new IllegalArgumentException("What the scenario " + scenario
                            + " reads, such as its recording, is not the same in all shards: shard "
                            + shard.head().shard() + " has another. Make all shards of the same files.");
                }
            });
        }
    }

    /** The merging of shards that belong together. */
    private final class Merging {
        private final List<VerifyShard> shards;
        private final Map<String, MergedRun> runs;

        Merging(List<VerifyShard> shards, Map<String, MergedRun> runs) {
            this.shards = shards;
            this.runs = runs;
        }

        SuiteResult conclude() throws IOException {
            VerifyShard first = shards.stream()
                    .filter(shard -> !shard.head().plan().isEmpty())
                    .findFirst()
                    .orElse(shards.get(0));
            List<Table> tables = new ArrayList<>();
            List<CheckEntry> checks;
            if (runs.size() == 1) {
                checks = runs.values().iterator().next().checks();
            } else {
                Matrix matrix = new Matrix(judged());
                checks = matrix.worst();
                tables.add(matrix.table());
                if (!console.quiet()) {
                    matrix.lines().forEach(console::line);
                }
            }
            MergedRun one = runs.values().iterator().next();
            Map<String, AnalysisResult> found = one.found();
            if (!console.quiet()) {
                console.line("Merged " + shards.size() + (shards.size() == 1 ? " part" : " parts"));
                Verification.lines(found.values()).forEach(console::line);
            }
            SuiteResult made = new SuiteResult(
                    checks.stream().map(CheckEntry::result).toList(), problem(), took(), one.repeated());
            for (AnalysisResult of : found.values()) {
                made = made.with(of.checks(), of.problem(), Duration.ZERO);
            }
            return new Conclusion(
                            new RunScope(
                                    first.run().counted().stream()
                                            .map(RuleFacts::of)
                                            .toList(),
                                    first.whole().omitted(),
                                    notes()),
                            thresholds,
                            baseline,
                            first.times(),
                            reports)
                    .of(
                            made,
                            found,
                            (judged, measured) -> model(first, checks, judged, tables, measured),
                            console,
                            console.out());
        }

        /** The checks of each run, with the failures that may be. */
        private Map<String, List<CheckEntry>> judged() {
            Map<String, List<CheckEntry>> judged = new LinkedHashMap<>();
            runs.forEach((place, run) -> judged.put(
                    place,
                    run.checks().stream()
                            .map(check -> check.withResult(baseline.judge(check.result())))
                            .toList()));
            return judged;
        }

        private String problem() {
            List<String> problems = new ArrayList<>();
            runs.forEach((place, run) -> {
                if (!run.problem().isEmpty()) {
                    problems.add(place.isEmpty() ? run.problem() : run.problem() + "\n  On " + place + ".");
                }
            });
            return String.join("\n", problems);
        }

        /** Shards run side by side, so the longest counts. */
        private Duration took() {
            return shards.stream()
                    .map(shard -> shard.run().took())
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }

        private Run model(
                VerifyShard first,
                List<CheckEntry> checks,
                SuiteResult judged,
                List<Table> matrix,
                Measurements measured) {
            List<Table> tables = new ArrayList<>(matrix);
            tables.addAll(measured.tables());
            List<CheckEntry> entries = new ArrayList<>();
            // the judged ones are in the same order, before further ones
            for (int i = 0; i < judged.checks().size(); i++) {
                CheckResult result = judged.checks().get(i);
                entries.add(i < checks.size() ? checks.get(i).withResult(result) : CheckEntry.of(result));
            }
            return new Run(
                    environment(),
                    judged.took(),
                    new Run.Caveats(judged.problem(), judged.missed(), judged.unasked(), notes()),
                    rules(first, measured),
                    entries,
                    omitted(),
                    tables);
        }

        private List<RuleEntry> rules(VerifyShard first, Measurements measured) {
            Map<String, RuleCoverage> shown = measured.coverage().rules().stream()
                    .collect(Collectors.toMap(rule -> rule.rule().name(), Function.identity()));
            return first.run().rules().stream()
                    .map(rule -> {
                        RuleCoverage of = shown.get(rule.name());
                        return of == null ? rule : rule.with(of.proven(), of.pinned(), measured.figures(rule.name()));
                    })
                    .toList();
        }

        private List<OmittedCheck> omitted() {
            Set<OmittedCheck> omitted = new LinkedHashSet<>();
            shards.forEach(shard -> omitted.addAll(shard.run().omitted()));
            return List.copyOf(omitted);
        }

        private List<String> notes() {
            return shards.stream()
                    .flatMap(shard -> shard.run().notes().stream())
                    .distinct()
                    .toList();
        }

        private Environment environment() {
            Collection<Environment> all =
                    shards.stream().map(shard -> shard.run().environment()).toList();
            return new Environment(
                    all.stream().map(Environment::date).max(Instant::compareTo).orElse(Instant.EPOCH),
                    distinct(all, Environment::kguard),
                    distinct(all, Environment::falco),
                    distinct(all, Environment::java),
                    distinct(all, Environment::system),
                    "",
                    "");
        }

        private static String distinct(Collection<Environment> all, Function<Environment, String> part) {
            return all.stream().map(part).distinct().collect(Collectors.joining(", "));
        }
    }
}
