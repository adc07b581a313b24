// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packages in the order in which they may import each other: a room may import the rooms of the tiers above its
 * own.
 */
final class Rooms {
    static final List<List<String>> TIERS = List.of(
            List.of("internal.file", "internal.program"),
            List.of("diagnostic", "event", "internal.message", "internal.yaml"),
            List.of("internal.sensor", "capture", "audit", "internal.sarif"),
            List.of("internal.machine", "internal.source"),
            List.of("internal.field"),
            List.of("internal.condition"),
            List.of("rule"),
            List.of("lint", "engine"),
            List.of("output", "internal.pluginhost", "internal.batch", "internal.difference"),
            List.of("internal.record", "workload"),
            List.of("internal.suite", "reaction", "scenario"),
            List.of("verdict"),
            List.of("internal.atomic", "internal.report", "internal.shard"),
            List.of("assertion", "internal.image", "internal.sandbox", "internal.cluster", "reactor"),
            List.of("simulation"),
            List.of("internal.option", "internal.ruletest", "junit"),
            List.of("internal.result"),
            List.of("internal.console"),
            List.of("internal.verify"),
            List.of("internal.tool.vm", "internal.tool.mutant", "internal.tool.alert"),
            List.of(
                    "internal.tool.beside",
                    "internal.tool.board",
                    "internal.tool.catalogue",
                    "internal.tool.cost",
                    "internal.tool.derive",
                    "internal.tool.doctor",
                    "internal.tool.evasion",
                    "internal.tool.incident",
                    "internal.tool.metadata",
                    "internal.tool.mutation",
                    "internal.tool.noise",
                    "internal.tool.observed",
                    "internal.tool.upgrade",
                    "internal.tool.watch"),
            List.of("internal.tool.explain", "internal.tool.replay", "internal.tool.tuning"),
            List.of("internal.tool.difference"),
            List.of("internal.tool.review"),
            List.of("internal.goal"),
            List.of("plugin", "cli", "spark"));

    private static final int LAST_TIER_OF_THE_ENGINE_HALF = tierOf("output");

    private Rooms() {}

    static Stream<String> all() {
        return TIERS.stream().flatMap(List::stream);
    }

    /** Everything that evaluates events and works without JUnit, Docker, Kubernetes and Maven. */
    static String[] engineHalf() {
        return TIERS.subList(0, LAST_TIER_OF_THE_ENGINE_HALF + 1).stream()
                .flatMap(List::stream)
                .map(Rooms::packagesOf)
                .toArray(String[]::new);
    }

    /** ArchUnit's pattern for a room and its subpackages. */
    static String packagesOf(String room) {
        return "io.kguard." + room + "..";
    }

    /** The patterns of all rooms below a room. */
    static String[] below(String room) {
        return TIERS.subList(tierOf(room) + 1, TIERS.size()).stream()
                .flatMap(List::stream)
                .map(Rooms::packagesOf)
                .toArray(String[]::new);
    }

    /** Each room with its subpackages. */
    static SliceAssignment asSlices() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String room = Rooms.of(type);
                return room.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(room);
            }

            @Override
            public String getDescription() {
                return "rooms";
            }
        };
    }

    /** The room of a type; empty if it is in none. */
    static String of(JavaClass type) {
        String name = type.getPackageName() + ".";
        return all().filter(room -> name.startsWith("io.kguard." + room + "."))
                .findAny()
                .orElse("");
    }

    private static int tierOf(String room) {
        for (int i = 0; i < TIERS.size(); i++) {
            if (TIERS.get(i).contains(room)) {
                return i;
            }
        }
        throw new IllegalArgumentException(room);
    }
}
