// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All shards of one run, or of one run for each place on some axes.
 *
 * @param runs the shards of each whole run, in their order, by where it is on the axes
 */
public record ShardSet<T>(Map<String, List<T>> runs) {
    public ShardSet {
        runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    }

    /**
     * A shard in a file.
     *
     * @param file the file's name, for messages
     */
    record Read<T>(String file, ShardHead head, T content) {}

    /**
     * Reads the shards in some places, and puts them together.
     *
     * @param places files, and folders that are searched with all that is in them
     * @param axes in what whole runs may differ
     * @throws IllegalArgumentException if one is missing, doubled or foreign
     * @throws IOException if one can't be read
     */
    public static <T> ShardSet<T> read(
            Collection<Path> places, Work work, Class<T> type, Function<T, ShardHead> head, Set<Axis> axes)
            throws IOException {
        List<Read<T>> read = new ArrayList<>();
        for (Path file : Shard.files(places, work)) {
            T shard = ShardJson.read(file, type);
            read.add(new Read<>(file.toString(), head.apply(shard), shard));
        }
        return of(read, axes);
    }

    /** The shards of all runs. */
    public List<T> all() {
        return runs.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Puts shards together.
     *
     * @param axes in what whole runs may differ
     * @throws IllegalArgumentException if one is missing, doubled or foreign
     */
    static <T> ShardSet<T> of(Collection<Read<T>> shards, Set<Axis> axes) {
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("there is no shard to merge");
        }
        Map<String, List<Read<T>>> byPlace = new TreeMap<>();
        for (Read<T> shard : shards) {
            byPlace.computeIfAbsent(place(shard.head(), axes), place -> new ArrayList<>())
                    .add(shard);
        }
        Read<T> any = shards.iterator().next();
        shards.forEach(shard -> requireSameRules(any, shard, axes));
        Map<String, List<T>> runs = new LinkedHashMap<>();
        byPlace.forEach((place, group) -> runs.put(place, whole(place, group)));
        return new ShardSet<>(runs);
    }

    private static String place(ShardHead head, Set<Axis> axes) {
        return axes.stream().map(axis -> axis.of(head)).collect(Collectors.joining(", "));
    }

    private static <T> void requireSameRules(Read<T> one, Read<T> other, Set<Axis> axes) {
        require(one, other, "is of another goal than", head -> head.work().toString());
        require(
                one,
                other,
                "was made by another version of kguard than",
                head -> head.platform().kguard());
        if (!one.head().rules().isEmpty() && !other.head().rules().isEmpty()) {
            require(one, other, "is of another rule set than", ShardHead::rules);
        }
        if (!axes.contains(Axis.FALCO)) {
            require(
                    one,
                    other,
                    "follows another Falco than",
                    head -> head.platform().falco(),
                    " (" + Wording.option("axes") + "=falco allows that)");
        }
        if (!axes.contains(Axis.RUNTIME)) {
            require(
                    one,
                    other,
                    "has another runtime than",
                    head -> head.platform().runtime(),
                    " (" + Wording.option("axes") + "=runtime allows that)");
        }
    }

    private static <T> void require(Read<T> one, Read<T> other, String differs, Function<ShardHead, String> part) {
        require(one, other, differs, part, "");
    }

    private static <T> void require(
            Read<T> one, Read<T> other, String differs, Function<ShardHead, String> part, String hint) {
        String mine = part.apply(one.head());
        String others = part.apply(other.head());
        if (!mine.equals(others)) {
            boolean digest = mine.length() == 64;
            throw new IllegalArgumentException(other.file() + " " + differs + " " + one.file()
                    + (digest ? "" : ": " + others + " and " + mine) + hint + ".");
        }
    }

    /** The shards of one run, in their order. */
    private static <T> List<T> whole(String place, List<Read<T>> group) {
        Read<T> first = group.get(0);
        Map<Integer, Read<T>> byIndex = new TreeMap<>();
        for (Read<T> shard : group) {
            if (shard.head().shard().count() != first.head().shard().count()) {
                throw new IllegalArgumentException(shard.file() + " is shard "
                        + shard.head().shard() + ", but " + first.file() + " is one of "
                        + first.head().shard().count() + ".");
            }
            Read<T> other = byIndex.put(shard.head().shard().index(), shard);
            if (other != null) {
                throw new IllegalArgumentException("Shard " + shard.head().shard() + of(place) + " is there twice: "
                        + other.file() + " and " + shard.file() + ".");
            }
        }
        requireSamePlan(group);
        List<String> missing = IntStream.rangeClosed(1, first.head().shard().count())
                .filter(index -> !byIndex.containsKey(index))
                .mapToObj(index -> index + "/" + first.head().shard().count())
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException((missing.size() == 1 ? "Shard " : "Shards ")
                    + String.join(", ", missing) + of(place) + (missing.size() == 1 ? " is" : " are")
                    + " missing: a part of the checks was not made, or its file was not found.");
        }
        return byIndex.values().stream().map(Read::content).toList();
    }

    private static <T> void requireSamePlan(List<Read<T>> group) {
        List<Read<T>> planned =
                group.stream().filter(shard -> !shard.head().plan().isEmpty()).toList();
        planned.forEach(shard -> require(
                planned.get(0),
                shard,
                "is of another run: its scenarios, what they read, its settings, its choice of checks or its "
                        + Wording.option("shardTimes") + " are not those of",
                ShardHead::plan));
    }

    private static String of(String place) {
        return place.isEmpty() ? "" : " of " + place;
    }
}
