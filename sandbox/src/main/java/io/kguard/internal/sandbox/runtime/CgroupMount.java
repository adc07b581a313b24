// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A mounted cgroup hierarchy.
 *
 * @param path where it is mounted
 * @param unified whether it is the hierarchy of cgroup v2
 * @param controllers the mount options of a v1 hierarchy: its controllers, and other options
 */
record CgroupMount(Path path, boolean unified, Set<String> controllers) {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    public CgroupMount {
        controllers = Set.copyOf(controllers);
    }

    /** All hierarchies mounted with their root; if one is mounted several times, the first mount. */
    public static List<CgroupMount> all() {
        try {
            return parse(Files.readAllLines(MOUNTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CgroupMount> parse(List<String> mountinfo) {
        List<CgroupMount> mounts = new ArrayList<>();
        for (String line : mountinfo) {
            // id parent major:minor root mountpoint options [optional...] - type source super-options
            String[] halves = line.split(" - ", 2);
            String[] left = halves[0].split(" ", -1);
            String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
            if (left.length < 6 || right.length < 3 || !left[3].equals("/") || !right[0].startsWith("cgroup")) {
                continue;
            }
            CgroupMount mount =
                    new CgroupMount(Path.of(left[4]), right[0].equals("cgroup2"), Set.of(right[2].split(",", -1)));
            if (mounts.stream().noneMatch(mount::sameHierarchy)) {
                mounts.add(mount);
            }
        }
        return List.copyOf(mounts);
    }

    private boolean sameHierarchy(CgroupMount other) {
        return unified == other.unified && controllers.equals(other.controllers);
    }

    public boolean controls(String controller) {
        return !unified && controllers.contains(controller);
    }
}
