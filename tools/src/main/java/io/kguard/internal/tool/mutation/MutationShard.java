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
 * @param report what the checks of this part show
 */
public record MutationShard(ShardHead head, MutationReport report) {
    /** The rules that have a check in a scenario of any part. */
    public List<RuleMutation> rules() {
        return report.rules();
    }

    static MutationShard of(VerifyOptions options, MutationReport report, ShardPlan shards) throws IOException {
        Environment here = Environment.here(options.falco());
        return new MutationShard(VerifyShard.head(options, Work.MUTATE, here, shards.digest(options), ""), report);
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
