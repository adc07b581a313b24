// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.BlindSpot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Calls with a path that is relative to a descriptor of which no event tells, such as that of {@code open_tree}. In rules the name of
 * such a file begins with {@code <UNKNOWN>}.
 */
final class UnnamedFolders {
    private static final int AT_FDCWD = -100;

    private static final int MOST = 20;

    /** By the code of an event, the parameters that are such paths. */
    private final int[][] paths = new int[EventTable.SIZE][0];

    private final Map<List<Long>, BlindSpot> found = new LinkedHashMap<>();

    UnnamedFolders(FalcoVersion version) {
        for (EventType type : EventTable.of(version).types()) {
            if (type.isExit()) {
                paths[type.code()] = IntStream.range(0, type.paramCount())
                        .filter(i -> type.param(i).dirfd() >= 0)
                        .toArray();
            }
        }
    }

    /** Looks at an event that rules could see, after its session has judged it. */
    void take(Event event, Session session) {
        int[] relative = paths[event.code()];
        if (relative.length == 0 || event.number(0) < 0) {
            return;
        }
        for (int i : relative) {
            long folder = event.number(event.type().param(i).dirfd());
            if (folder != AT_FDCWD && isRelative(event.text(i)) && session.lacksDescriptor(folder)) {
                note(event, session.program());
            }
        }
    }

    private static boolean isRelative(String path) {
        return !path.isEmpty() && path.charAt(0) != '/';
    }

    private void note(Event event, String program) {
        List<Long> key = List.of(event.tid(), (long) event.code());
        if (found.computeIfPresent(key, (same, known) -> known.again()) == null && found.size() < MOST) {
            found.put(
                    key,
                    new BlindSpot(
                            BlindSpot.Cause.DESCRIPTOR_FROM_OUTSIDE,
                            (int) event.tid(),
                            program,
                            "used in " + event.type().name() + " a path relative to a descriptor that no event names",
                            1));
        }
    }

    List<BlindSpot> all() {
        return List.copyOf(found.values());
    }
}
