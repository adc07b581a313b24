// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Which shard does what. The longest first, each to the shard that has least to do, if it is known how long they took;
 * else by a hash of their ids, which changes nothing for the others when one comes or goes.
 */
public final class Assignment {
    private Assignment() {}

    /** What stays together. */
    private record Unit(String id, List<String> members) {
        long millis(ShardTimes times) {
            return members.stream().mapToLong(times::of).sum();
        }
    }

    /**
     * The index of the shard of each member.
     *
     * @param unitOf the id of the unit of each member; the members of a unit stay together
     * @param times how long the members took; {@link ShardTimes#NONE} if that is not known
     * @param count the number of shards
     * @throws IllegalArgumentException if times are known, but of no member
     */
    public static Map<String, Integer> of(Map<String, String> unitOf, ShardTimes times, int count) {
        Map<String, Unit> units = new LinkedHashMap<>();
        unitOf.forEach((member, unit) -> units.computeIfAbsent(unit, id -> new Unit(id, new ArrayList<>()))
                .members()
                .add(member));
        Map<String, Integer> byMember = new HashMap<>();
        Map<Unit, Integer> byUnit = times.millis().isEmpty() ? byHash(units, count) : byTime(units, times, count);
        byUnit.forEach((unit, shard) -> unit.members().forEach(member -> byMember.put(member, shard)));
        return byMember;
    }

    private static Map<Unit, Integer> byHash(Map<String, Unit> units, int count) {
        Map<Unit, Integer> shards = new HashMap<>();
        units.values().forEach(unit -> {
            CRC32 hash = new CRC32();
            hash.update(unit.id().getBytes(UTF_8));
            shards.put(unit, (int) (hash.getValue() % count) + 1);
        });
        return shards;
    }

    private static Map<Unit, Integer> byTime(Map<String, Unit> units, ShardTimes times, int count) {
        boolean known =
                units.values().stream().flatMap(unit -> unit.members().stream()).anyMatch(times.millis()::containsKey);
        if (!known && !units.isEmpty()) {
            throw new IllegalArgumentException(
                    Wording.option("shardTimes") + " names a report of other checks: it has none of these");
        }
        List<Unit> longestFirst = units.values().stream()
                .sorted(Comparator.comparingLong((Unit unit) -> -unit.millis(times))
                        .thenComparing(Unit::id))
                .toList();
        long[] load = new long[count];
        Map<Unit, Integer> shards = new HashMap<>();
        for (Unit unit : longestFirst) {
            int least = 0;
            for (int i = 1; i < count; i++) {
                if (load[i] < load[least]) {
                    least = i;
                }
            }
            load[least] += Math.max(1, unit.millis(times));
            shards.put(unit, least + 1);
        }
        return shards;
    }
}
