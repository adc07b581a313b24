// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which shard does what. */
class AssignmentTest {
    private static Map<String, String> pairs(int count) {
        Map<String, String> units = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> {
            units.put("attack-" + i, "attack-" + i);
            units.put("twin-" + i, "attack-" + i);
        });
        return units;
    }

    @Test
    void anAttackAndItsTwinStayTogetherAndEveryShardGetsSome() {
        Map<String, Integer> shards = Assignment.of(pairs(200), ShardTimes.NONE, 4);
        assertThat(shards).hasSize(400);
        IntStream.range(0, 200).forEach(i -> assertThat(shards.get("twin-" + i)).isEqualTo(shards.get("attack-" + i)));
        assertThat(shards.values().stream().collect(Collectors.groupingBy(shard -> shard, Collectors.counting())))
                .containsOnlyKeys(1, 2, 3, 4)
                .allSatisfy((shard, count) -> assertThat(count).isBetween(60L, 140L));
    }

    @Test
    void withoutTimesOneThatGoesMovesNoOther() {
        Map<String, Integer> before = Assignment.of(pairs(50), ShardTimes.NONE, 3);
        Map<String, String> fewer = pairs(50);
        fewer.keySet().removeAll(List.of("attack-7", "twin-7"));
        Map<String, Integer> after = Assignment.of(fewer, ShardTimes.NONE, 3);
        assertThat(before).containsAllEntriesOf(after);
    }

    @Test
    void theLongestComesFirst() {
        Map<String, String> units = new LinkedHashMap<>();
        Map<String, Long> millis = new LinkedHashMap<>();
        List.of(90, 50, 40, 30, 30).forEach(time -> {
            String id = "s" + units.size();
            units.put(id, id);
            millis.put(id, (long) time);
        });
        Map<String, Integer> shards = Assignment.of(units, new ShardTimes(millis), 2);
        assertThat(shards).containsExactlyInAnyOrderEntriesOf(Map.of("s0", 1, "s1", 2, "s2", 2, "s3", 1, "s4", 2));
    }

    @Test
    void whatIsNewTakesAsLongAsTheMedian() {
        ShardTimes times = new ShardTimes(Map.of("short", 1L, "medium", 20L, "long", 100L));
        assertThat(times.of("new")).isEqualTo(20);
    }

    @Test
    void timesOfOtherChecksAreAMistake() {
        assertThatThrownBy(() -> Assignment.of(pairs(2), new ShardTimes(Map.of("other", 5L)), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kguard.shardTimes names a report of other checks: it has none of these");
    }

    @Test
    void aFileThatIsNoReportIsAMistake(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"checks\": [");
        assertThatThrownBy(() -> ShardTimes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.json is no results.json of kguard:verify");
        Files.writeString(file, "{\"a\": 1}");
        assertThatThrownBy(() -> ShardTimes.read(file)).hasMessageContaining("or has no check (kguard.shardTimes)");
    }

    @Test
    void whatIsNoShardIsAMistake() {
        for (String text : List.of("", "3", "0/3", "4/3", "1/0", "a/b", "1/100000")) {
            assertThatThrownBy(() -> Shard.of(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("kguard.shard is ");
        }
        assertThat(Shard.of("2/3")).hasToString("2/3");
    }

    @Test
    void whatIsNoAxisIsAMistake() {
        assertThatThrownBy(() -> Axis.of(List.of("kernel", "cpu")))
                .hasMessage("kguard.axes has \"cpu\"; an axis is \"kernel\", \"runtime\" or \"falco\"");
    }
}
