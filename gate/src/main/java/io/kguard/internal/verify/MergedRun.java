// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.result.Repeated;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checks of one whole run, put together from its shards in the order of an undivided run.
 *
 * @param shards all shards of the run, in their order
 * @param checks the checks
 * @param problem why the run could not be judged as a whole; empty if it could
 */
record MergedRun(List<VerifyShard> shards, List<CheckEntry> checks, String problem) {
    MergedRun {
        shards = List.copyOf(shards);
        checks = List.copyOf(checks);
    }

    /** Puts shards together that belong together. */
    static MergedRun of(List<VerifyShard> shards) {
        List<String> problems = new ArrayList<>();
        Map<Object, List<CheckEntry>> left = new LinkedHashMap<>();
        for (VerifyShard shard : shards) {
            if (!shard.run().problem().isEmpty()) {
                problems.add(
                        "Shard " + shard.head().shard() + ": " + shard.run().problem());
            }
            shard.run()
                    .checks()
                    .forEach(check -> left.computeIfAbsent(Planned.key(check.result()), key -> new ArrayList<>())
                            .add(check));
        }
        List<CheckEntry> merged = new ArrayList<>();
        List<CheckEntry> tests = new ArrayList<>();
        for (Planned planned : planned(shards)) {
            List<CheckEntry> made = left.remove(planned.key());
            (planned.test().isEmpty() ? merged : tests)
                    .addAll(made == null ? List.of(missing(planned, shards.size())) : made);
        }
        left.values().stream()
                .flatMap(List::stream)
                .map(check -> "A shard made a check that it was not to make: " + check.name() + ".")
                .forEach(problems::add);
        tests.sort(Comparator.comparing(check -> check.result().test()));
        merged.addAll(tests);
        return new MergedRun(shards, merged, String.join("\n", problems));
    }

    /** What is planned; all shards that could make a plan made the same. */
    private static List<Planned> planned(List<VerifyShard> shards) {
        return shards.stream()
                .filter(shard -> !shard.head().plan().isEmpty())
                .findFirst()
                .map(shard -> shard.whole().checks())
                .orElse(List.of());
    }

    private static CheckEntry missing(Planned planned, int count) {
        CheckResult error = CheckResult.withoutSimulation(
                planned.scenario(),
                EventOrigin.LIVE,
                planned.expectation(),
                "The result is missing of " + planned + ", which shard " + planned.shard() + "/" + count
                        + " was to make.");
        return CheckEntry.of(error.withTest(planned.test()));
    }

    /** What each analysis found in all shards, by its name. */
    Map<String, AnalysisResult> found() {
        Map<String, List<VerifyShard.PartResult>> parts = new LinkedHashMap<>();
        shards.forEach(shard -> shard.found()
                .forEach((name, part) ->
                        parts.computeIfAbsent(name, key -> new ArrayList<>()).add(part)));
        Map<String, AnalysisResult> found = new LinkedHashMap<>();
        parts.forEach((name, of) -> found.put(name, found(name, of)));
        return found;
    }

    private static AnalysisResult found(String name, List<VerifyShard.PartResult> parts) {
        List<AnalysisResult> results = parts.stream()
                .map(VerifyShard.PartResult::own)
                .filter(own -> !own.equals(AnalysisResult.NONE))
                .toList();
        return Analyses.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The shards have an analysis \"" + name + "\", which is not on this class path."))
                .merge(results, parts.get(0).played());
    }

    /** The runs of each check, in the order of the checks. */
    List<Repeated> repeated() {
        Map<Object, List<Repeated>> byCheck = new HashMap<>();
        shards.forEach(shard -> shard.repeated()
                .forEach(repeated -> byCheck.computeIfAbsent(
                                Planned.key(repeated.runs().get(0)), key -> new ArrayList<>())
                        .add(repeated)));
        List<Repeated> all = new ArrayList<>();
        for (CheckEntry check : checks) {
            List<Repeated> runs = byCheck.remove(Planned.key(check.result()));
            if (runs != null) {
                all.addAll(runs);
            }
        }
        return all;
    }
}
