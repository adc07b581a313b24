// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this JVM uses of the machine.
 *
 * @param bpfObjects programs, maps and links, by its file descriptors
 * @param fds open file descriptors
 * @param threads threads of kguard
 * @param children processes below it
 * @param mounts mounts of its state directory, in its mount namespace
 * @param cgroups cgroups of its pods, in all hierarchies
 * @param files files in its state directory
 * @param heapKib the size of live objects
 */
record Footprint(
        long bpfObjects, long fds, long threads, long children, long mounts, long cgroups, long files, long heapKib) {
    static final String HEADING = "  runs     bpf     fds threads  childs  mounts cgroups   files    heap KiB";

    /**
     * Takes the current values.
     *
     * @param state the state directory
     * @param uid the prefix of its pods' uids
     */
    static Footprint now(Path state, String uid) {
        return new Footprint(
                openBpfObjects(),
                count(Path.of("/proc/self/fd"), 1, ""),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("kguard-"))
                        .count(),
                ProcessHandle.current().descendants().count(),
                mounts(state.toString()),
                count(Path.of("/sys/fs/cgroup"), 4, "pod" + uid),
                count(state, Integer.MAX_VALUE, ""),
                heap());
    }

    private static long openBpfObjects() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fdinfo"))) {
            return fds.filter(Footprint::isBpf).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBpf(Path fdinfo) {
        try {
            String text = Files.readString(fdinfo);
            return text.contains("prog_id:") || text.contains("map_id:") || text.contains("link_id:");
        } catch (IOException e) {
            return false; // it was closed
        }
    }

    /**
     * The number of files and folders below a folder. Entries that vanish meanwhile, such as cgroups of others, are not
     * counted.
     */
    private static long count(Path root, int depth, String prefix) {
        long[] count = {0};
        try {
            Files.walkFileTree(root, Set.of(), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return visitFile(folder, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    count[0] += file.getFileName().toString().startsWith(prefix) ? 1 : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count[0];
    }

    private static long mounts(String state) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.filter(line -> line.contains(state)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }

    String row(int runs) {
        return "%6d %7d %7d %7d %7d %7d %7d %7d %11d"
                .formatted(runs, bpfObjects, fds, threads, children, mounts, cgroups, files, heapKib);
    }

    /** Whether no value except the heap exceeds another footprint's. */
    boolean isWithin(Footprint other) {
        return bpfObjects <= other.bpfObjects
                && fds <= other.fds
                && threads <= other.threads
                && children <= other.children
                && mounts <= other.mounts
                && cgroups <= other.cgroups
                && files <= other.files;
    }
}
