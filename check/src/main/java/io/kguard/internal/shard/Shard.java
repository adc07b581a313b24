// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the parts of a run.
 *
 * @param index which one, from 1
 * @param count how many there are
 */
public record Shard(int index, int count) {
    private static final int MOST = 10_000;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})/(\\d{1,5})");

    public Shard {
        if (count < 1 || count > MOST || index < 1 || index > count) {
            throw new IllegalArgumentException(Wording.option("shard") + " is " + index + "/" + count
                    + "; it is k/n, the k-th of n parts, with k from 1 to n and n at most " + MOST);
        }
    }

    /**
     * The shard that a string names, such as {@code 2/3}.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static Shard of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    Wording.option("shard") + " is \"" + text + "\"; it is k/n, the k-th of n parts, such as 2/3");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The name of its file. */
    public String file(Work work) {
        return "shard-" + work + "-" + index + "-of-" + count + ".json";
    }

    /**
     * The files of shards.
     *
     * @param places files, and folders that are searched with all that is in them
     * @param work what the shards did; in a folder files of others are passed over
     * @return the files, sorted by their paths
     * @throws IllegalArgumentException if there is none in a place
     * @throws IOException if a place can't be read
     */
    public static List<Path> files(Collection<Path> places, Work work) throws IOException {
        Set<Path> files = new TreeSet<>();
        for (Path place : places) {
            List<Path> shards = in(place, work);
            if (shards.isEmpty()) {
                throw new IllegalArgumentException("there is no shard of " + Wording.goal(work.toString()) + " in "
                        + place + ": no file shard-" + work + "-*.json. Make the parts with " + Wording.option("shard")
                        + "=1/2 and 2/2");
            }
            files.addAll(shards);
        }
        return List.copyOf(files);
    }

    /**
     * The files of shards in one place.
     *
     * @param place a file, or a folder that is searched with all that is in it
     * @throws IOException if it can't be read
     */
    public static List<Path> in(Path place, Work work) throws IOException {
        if (!Files.exists(place)) {
            throw new IllegalArgumentException(place + " does not exist, so there are no parts of a run to add up. "
                    + "A part is made by " + Wording.goal("verify") + " with " + Wording.given("shard")
                    + "=1/2, and " + Wording.given("shards") + " names the folders of the parts");
        }
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        Pattern name = Pattern.compile("shard-" + work + "-\\d+-of-\\d+\\.json");
        try (Stream<Path> found = Files.walk(place)) {
            return found.filter(file ->
                            name.matcher(String.valueOf(file.getFileName())).matches())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The places that have shards, by what these did. A file is what it says it is. In a folder with shards of {@code kguard:verify}
     * those of {@code kguard:replay} are not meant, and a folder without any is one of {@code kguard:verify}.
     *
     * @throws IOException if a place can't be read, or a file is damaged
     */
    public static Map<Work, List<Path>> byWork(Collection<Path> places) throws IOException {
        Map<Work, List<Path>> all = new EnumMap<>(Work.class);
        for (Path place : places) {
            Set<Work> works = EnumSet.noneOf(Work.class);
            if (!Files.isRegularFile(place)) {
                for (Work work : Work.values()) {
                    if (!in(place, work).isEmpty()) {
                        works.add(work);
                    }
                }
            } else {
                works.add(ShardJson.head(place).work());
            }
            if (works.contains(Work.VERIFY)) {
                works.remove(Work.REPLAY);
            }
            if (works.isEmpty()) {
                works.add(Work.VERIFY);
            }
            works.forEach(
                    work -> all.computeIfAbsent(work, none -> new ArrayList<>()).add(place));
        }
        return all;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
