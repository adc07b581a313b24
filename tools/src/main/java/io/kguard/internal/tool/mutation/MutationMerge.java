// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.console.Console;
import io.kguard.internal.message.Wording;
import io.kguard.internal.shard.ShardSet;
import io.kguard.internal.shard.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What {@code mvn kguard:merge} does with the shards of {@code kguard:mutate}: a change is noticed if a check of any part does. */
public final class MutationMerge {
    private MutationMerge() {}

    /**
     * Makes one run of shards, and judges it.
     *
     * @param places files and folders
     * @param reports the folder for {@code mutation.json}
     * @throws IllegalArgumentException if a shard is missing, doubled or foreign
     * @throws IOException if one can't be read, or the report can't be written
     */
    public static Mutation.End run(List<Path> places, MutationThresholds thresholds, Path reports, Console console)
            throws IOException {
        Files.deleteIfExists(reports.resolve(Mutation.FILE));
        List<MutationShard> shards = ShardSet.read(
                        places, Work.MUTATE, MutationShard.class, MutationShard::head, Set.of())
                .all();
        console.line("Merged " + shards.size() + (shards.size() == 1 ? " shard" : " shards") + " of "
                + Wording.goal("mutate"));
        return Mutation.judge(merged(shards), thresholds, reports, console);
    }

    private static MutationReport merged(List<MutationShard> shards) {
        Map<String, RuleMutation> rules = new LinkedHashMap<>();
        shards.forEach(
                shard -> shard.rules().forEach(rule -> rules.merge(rule.rule().name(), rule, MutationMerge::both)));
        Map<String, MutationReport.LeftOut> leftOut = new LinkedHashMap<>();
        shards.forEach(shard -> shard.report()
                .leftOut()
                .forEach(rule -> leftOut.merge(rule.rule().name(), rule, MutationReport.LeftOut::and)));
        rules.keySet().removeAll(leftOut.keySet());
        MutationReport first = shards.get(0).report();
        return new MutationReport(
                List.copyOf(rules.values()),
                List.copyOf(leftOut.values()),
                first.onlyRuleTests(),
                first.unloaded(),
                effort(shards, List.copyOf(rules.values())));
    }

    /** Shards of one plan and one rule set have the same mutants. */
    private static RuleMutation both(RuleMutation one, RuleMutation other) {
        if (one.all().size() != other.all().size()) {
            throw new IllegalArgumentException("The shards have not the same changes of the rule \""
                    + one.rule().name() + "\": one has " + one.all().size() + ", another "
                    + other.all().size() + ".");
        }
        Notices noticed = one.noticed().and(other.noticed());
        List<String> proofs = IntStream.range(0, one.all().size())
                .mapToObj(i -> one.proofs().get(i).isEmpty()
                        ? other.proofs().get(i)
                        : one.proofs().get(i))
                .toList();
        return new RuleMutation(one.rule(), one.checked(), one.all(), noticed, proofs, one.ruleTests());
    }

    /** Shards run side by side, so the longest time counts. What they read of their histories is not told. */
    private static MutationReport.Effort effort(List<MutationShard> shards, List<RuleMutation> rules) {
        List<MutationReport.Effort> all =
                shards.stream().map(shard -> shard.report().effort()).toList();
        return new MutationReport.Effort(
                all.stream().mapToInt(MutationReport.Effort::scenarios).sum(),
                RuleMutation.evaluated(rules),
                all.stream().map(MutationReport.Effort::evaluating).reduce(Duration.ZERO, Duration::plus),
                all.stream()
                        .map(MutationReport.Effort::took)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                "");
    }
}
