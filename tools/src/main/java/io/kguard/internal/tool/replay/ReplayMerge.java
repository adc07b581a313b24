// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.console.Console;
import io.kguard.internal.shard.ShardSet;
import io.kguard.internal.shard.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What {@code mvn kguard:merge} does with the shards of {@code kguard:replay}: add up what they read. */
public final class ReplayMerge {
    private static final int NAMED = 20;

    private ReplayMerge() {}

    /**
     * Adds up shards, and prints the sum.
     *
     * @return whether every capture was read to its end without a doubt
     * @throws IllegalArgumentException if a shard is missing, doubled or foreign
     * @throws IOException if one can't be read
     */
    public static boolean run(List<Path> places, Console console) throws IOException {
        BatchSummary sum = BatchSummary.of(
                ShardSet.read(places, Work.REPLAY, ReplayShard.class, ReplayShard::head, Set.of()).all().stream()
                        .map(ReplayShard::summary)
                        .toList());
        sum.lines(NAMED).forEach(console::line);
        return sum.problems().isEmpty();
    }
}
