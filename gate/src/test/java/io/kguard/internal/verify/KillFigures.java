// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The results of one kind of kills. */
final class KillFigures {
    static final String HEADING = "%-18s %6s %10s %17s %14s %15s"
            .formatted("killed when", "kills", "leftovers", "containers (med.)", "end, med. (ms)", "slowest end (ms)");

    private final List<Integer> containers = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    /** Counts a kill. */
    void add(int running, List<String> leftovers) {
        containers.add(running);
        left.addAll(leftovers);
    }

    /** How long it took until nothing ran any more, if that was waited for. */
    void addEnd(Duration duration) {
        ends.add(duration.toMillis());
    }

    int kills() {
        return containers.size();
    }

    List<String> left() {
        return left;
    }

    String row(String title) {
        return "%-18s %6d %10d %17d %14d %15d"
                .formatted(
                        title,
                        kills(),
                        left.size(),
                        containers.stream()
                                .sorted()
                                .skip(containers.size() / 2)
                                .findFirst()
                                .orElse(0),
                        ends.stream().sorted().skip(ends.size() / 2).findFirst().orElse(0L),
                        ends.stream().mapToLong(end -> end).max().orElse(0));
    }
}
