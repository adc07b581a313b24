// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The cgroups of this machine, in all hierarchies. */
final class Cgroups {
    private static final String PROCESSES = "cgroup.procs";

    private Cgroups() {}

    /** The mount points of the hierarchies, that of version 2 first. */
    static List<Path> mounts() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.filter(line -> line.contains(" - cgroup"))
                    .sorted(Comparator.comparing(line -> !line.contains(" - cgroup2 ")))
                    .map(line -> line.split(" ", 6))
                    .filter(fields -> fields[3].equals("/"))
                    .map(fields -> Path.of(fields[4]))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders of a cgroup in the hierarchies, by its path from their roots. */
    static List<Path> folders(String path) {
        return mounts().stream()
                .map(mount -> mount.resolve(path.substring(1)))
                .filter(Files::isDirectory)
                .toList();
    }

    /** The processes in a cgroup and below it. */
    static Set<Long> processes(Path folder) {
        Set<Long> processes = new TreeSet<>();
        for (Path child : folders(folder)) {
            processes.addAll(processes(child));
        }
        try {
            Files.readAllLines(folder.resolve(PROCESSES)).stream()
                    .map(Long::valueOf)
                    .forEach(processes::add);
        } catch (IOException e) {
            return processes; // it is gone
        }
        return processes;
    }

    /** The child cgroups of a cgroup. */
    static List<Path> folders(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it is gone
        }
    }
}
