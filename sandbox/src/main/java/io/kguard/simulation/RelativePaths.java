// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.Session;
import io.kguard.event.Event;
import io.kguard.internal.sensor.EventConsumer.KernelFolder;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the folders from which relative paths start: those that the kernel has with those of which events tell, and from which rules
 * have the names of files. The two differ where a process has a descriptor that no event names, where threads do not share what
 * they usually share, and where a folder is moved. They also differ where the way to a folder has links: that was seen
 * when the process went there.
 */
final class RelativePaths {
    private static final int MOST = 20;
    private static final int MOST_LINKS = 10_000;

    private final Map<List<Object>, BlindSpot> found = new LinkedHashMap<>();

    /** Names of which events told, and paths to which they led. */
    private final Set<List<String>> links = new HashSet<>();

    /** Where the next event of a thread leads, as the kernel has it. What events call it is known when that event was judged. */
    private final Map<Long, End> ends = new LinkedHashMap<>();

    private record End(long descriptor, int code, String path) {}

    /** Looks at a folder of an event that comes next. */
    void take(KernelFolder folder, Session session) {
        if (folder.isEnd()) {
            ends.put(folder.tid(), new End(folder.fd(), folder.code(), folder.path()));
            return;
        }
        String told = session.folder(folder.tid(), folder.fd());
        if (told.isEmpty()) {
            note(
                    folder,
                    session,
                    BlindSpot.Cause.DESCRIPTOR_FROM_OUTSIDE,
                    "a path relative to a descriptor that no event names");
        } else if (!folder.isNamed(told) && !links.contains(List.of(plain(told), folder.path()))) {
            note(
                    folder,
                    session,
                    BlindSpot.Cause.OTHER_FOLDER,
                    "a path relative to " + folder.path() + ", which is " + told + " as events tell");
        }
    }

    /** Looks at an event that the session has judged. */
    void take(Event event, Session session) {
        if (ends.isEmpty()) {
            return;
        }
        End end = ends.remove(event.tid());
        if (end == null || end.code() != event.code() || links.size() >= MOST_LINKS) {
            return;
        }
        String told = plain(session.folder(event.tid(), end.descriptor()));
        if (told.startsWith("/") && !told.equals(end.path())) {
            links.add(List.of(told, end.path()));
        }
    }

    /** Working folders have a slash at their end. */
    private static String plain(String folder) {
        return folder.length() > 1 && folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }

    private void note(KernelFolder folder, Session session, BlindSpot.Cause cause, String act) {
        List<Object> key = List.of(folder.tid(), folder.code(), act);
        if (found.computeIfPresent(key, (same, known) -> known.again()) == null && found.size() < MOST) {
            found.put(
                    key,
                    new BlindSpot(
                            cause,
                            (int) folder.tid(),
                            session.program(folder.tid()),
                            "used in " + folder.call() + " " + act,
                            1));
        }
    }

    List<BlindSpot> all() {
        return List.copyOf(found.values());
    }
}
