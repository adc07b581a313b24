// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.record.RecordSamples;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.tool.mutation.MutationShard;
import io.kguard.internal.verify.VerifyShard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a shard can hold is in its file. */
class ShardRecordsTest {
    @ParameterizedTest
    @ValueSource(classes = {VerifyShard.class, MutationShard.class, BatchReplay.Part.class})
    void everySampleComesBack(Class<? extends Record> type, @TempDir Path folder) throws IOException {
        List<? extends Record> samples = RecordSamples.of(type);
        Path file = folder.resolve("shard.json");

        assertThat(samples).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        for (Record sample : samples) {
            ShardJson.write(file, sample);
            assertThat(ShardJson.read(file, type)).isEqualTo(sample);
        }
    }
}
