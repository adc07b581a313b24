// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void itHoldsWhatAnOrdinaryMapHolds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        LongMap<String> map = new LongMap<>(4);
        Map<Long, String> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long key = random.nextInt(500) * (random.nextBoolean() ? 1L : 1L << 32);
            if (random.nextInt(3) > 0) {
                map.put(key, "v" + i);
                expected.put(key, "v" + i);
            } else {
                assertThat(map.remove(key)).as("seed %d", seed).isEqualTo(expected.remove(key));
            }
            assertThat(map.size()).as("seed %d", seed).isEqualTo(expected.size());
        }
        Map<Long, String> seen = new HashMap<>();
        map.forEachEntry(seen::put);
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }
}
