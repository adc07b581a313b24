// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.report.Environment;
import io.kguard.internal.shard.ShardHead;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.Work;
import io.kguard.internal.verify.ShardPlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.internal.verify.VerifyShard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a run of {@code kguard:mutate}, as its file has it. It has every mutant of the run, and those that its checks notice.
 *
 * @param head which part of which run it is
 * @param rules the rules that have a check in a scenario of any part
 * @param leftOut the rules with a check of this part that does not pass
 * @param onlyRuleTests the rules that have only rule tests
 * @param unloaded the rules that did not load, which the user allows
 * @param effort what this part took
 */
public record MutationShard(
        ShardHead head,
        List<RuleMutation> rules,
        List<LeftOutRule> leftOut,
        List<String> onlyRuleTests,
        List<String> unloaded,
        MutationEffort effort) {
    public MutationShard {
        rules = List.copyOf(rules);
        leftOut = List.copyOf(leftOut);
        onlyRuleTests = List.copyOf(onlyRuleTests);
        unloaded = List.copyOf(unloaded);
    }

    static MutationShard of(VerifyOptions options, MutationReport report, ShardPlan shards) throws IOException {
        Environment here = Environment.here(options.falco());
        return new MutationShard(
                VerifyShard.head(options, Work.MUTATE, here, shards.digest(options), ""),
                report.rules(),
                report.leftOut(),
                report.onlyRuleTests(),
                report.unloaded(),
                report.effort());
    }

    /**
     * Writes its file.
     *
     * @return the file
     */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(head.shard().file(head.work()));
        ShardJson.write(file, this);
        return file;
    }
}
