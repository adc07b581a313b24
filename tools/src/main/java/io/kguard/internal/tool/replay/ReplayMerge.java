// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.console.Console;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.ShardSet;
import io.kguard.internal.shard.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<ShardSet.Read<ReplayShard>> read = new ArrayList<>();
        for (Path file : Shard.files(places, Work.REPLAY)) {
            ReplayShard shard = ShardJson.read(file, ReplayShard.class);
            read.add(new ShardSet.Read<>(file.toString(), shard.head(), shard));
        }
        Set<Axis> none = Set.of();
        BatchSummary sum = BatchSummary.of(ShardSet.of(read, none).runs().values().stream()
                .flatMap(List::stream)
                .map(ReplayShard::summary)
                .toList());
        sum.lines(NAMED).forEach(console::line);
        return sum.problems().isEmpty();
    }
}
