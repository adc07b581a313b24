// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cgroup that freezes a container's processes.
 *
 * @param folder the cgroup
 * @param unified whether it is in the hierarchy of cgroup v2
 */
record Freezer(Path folder, boolean unified) {
    /** The freezer of a container; empty if no hierarchy has one. */
    static Optional<Freezer> of(PodCgroup cgroup, String containerId) {
        return cgroup.folder(containerId, "freezer")
                .map(folder -> new Freezer(folder, false))
                .or(() -> cgroup.folder(containerId, null).map(folder -> new Freezer(folder, true)));
    }

    /** Starts to freeze the processes. */
    void freeze() throws IOException {
        Files.writeString(folder.resolve(unified ? "cgroup.freeze" : "freezer.state"), unified ? "1" : "FROZEN");
    }

    /** Thaws the processes. */
    void thaw() throws IOException {
        Files.writeString(folder.resolve(unified ? "cgroup.freeze" : "freezer.state"), unified ? "0" : "THAWED");
    }

    /** Whether all processes are frozen. */
    boolean isFrozen() throws IOException {
        return unified
                ? Files.readAllLines(folder.resolve("cgroup.events")).contains("frozen 1")
                : Files.readString(folder.resolve("freezer.state")).strip().equals("FROZEN");
    }

    /** The processes of this cgroup and of those below it. */
    Set<Long> processes() throws IOException {
        Set<Long> all = new TreeSet<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path procs : tree.filter(path -> path.endsWith("cgroup.procs")).toList()) {
                Files.readAllLines(procs).forEach(line -> all.add(Long.parseLong(line)));
            }
        }
        return all;
    }
}
