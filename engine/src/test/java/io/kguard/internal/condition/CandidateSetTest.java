// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CandidateSetTest {
    @Test
    void numbersComeOutInOrderAlsoThoseAddedMeanwhile() {
        Random random = new Random(7);
        CandidateSet set = new CandidateSet();
        for (int size : new int[] {1, 64, 65, 5000, 300, 10_000}) {
            for (int round = 0; round < 50; round++) {
                set.clear(size);
                NavigableSet<Integer> expected = new TreeSet<>();
                for (int i = random.nextInt(40); i > 0; i--) {
                    add(random.nextInt(size), set, expected);
                }
                List<Integer> polled = new ArrayList<>();
                int most = random.nextInt(60); // what is left is gone after clear
                for (int number = set.poll(); number >= 0 && polled.size() < most; number = set.poll()) {
                    polled.add(number);
                    assertThat(number).isEqualTo(expected.pollFirst());
                    if (random.nextInt(3) == 0 && number + 1 < size) {
                        add(number + 1 + random.nextInt(size - number - 1), set, expected);
                    }
                }
            }
        }
        set.clear(10);
        assertThat(set.poll()).isEqualTo(-1);
    }

    private static void add(int number, CandidateSet set, NavigableSet<Integer> expected) {
        set.add(number);
        expected.add(number);
    }
}
