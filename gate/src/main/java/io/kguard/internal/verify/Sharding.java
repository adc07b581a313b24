// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardTimes;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the checks a run makes.
 *
 * @param shard the part; null for a run that makes all checks and judges the whole
 * @param times a {@code results.json} that says how long the checks took; null to part them by their names
 */
public record Sharding(@Nullable Shard shard, @Nullable Path times) {
    /** A run that is not parted. */
    public static final Sharding NONE = new Sharding(null, null);

    /**
     * What a user asks for.
     *
     * @param shard the part, such as {@code 2/3}; null or empty for none
     * @param times a {@code results.json}; null if none is given
     */
    public static Sharding of(@Nullable String shard, @Nullable Path times) {
        if (shard == null || shard.isEmpty()) {
            if (times != null) {
                throw new IllegalArgumentException(
                        Wording.option("shardTimes") + " does nothing without " + Wording.option("shard"));
            }
            return NONE;
        }
        return new Sharding(Shard.of(shard), times);
    }

    /** Whether the run is a part of another one, even if it is the only one. */
    public boolean isPart() {
        return shard != null;
    }

    /** The part. */
    public Shard part() {
        if (shard == null) {
            throw new IllegalStateException("the run is no part");
        }
        return shard;
    }

    ShardTimes readTimes() throws IOException {
        return times == null ? ShardTimes.NONE : ShardTimes.read(times);
    }
}
