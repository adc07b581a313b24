// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kernel's namespaces, with names such as {@code net:[4026531840]}. */
final class Namespaces {
    private Namespaces() {}

    /** The namespaces of processes, without those of this JVM. */
    static Set<String> of(Collection<Long> processes) {
        Set<String> names = new TreeSet<>();
        processes.forEach(pid -> names.addAll(links(pid, "ns")));
        names.removeAll(links(ProcessHandle.current().pid(), "ns"));
        return names;
    }

    /**
     * The holders of namespaces: processes that are in them or have them open, and mounts of this JVM's mount
     * namespace.
     */
    static List<String> holders(Set<String> names) throws IOException {
        List<String> holders = new ArrayList<>();
        ProcessHandle.allProcesses().map(ProcessHandle::pid).forEach(pid -> {
            Set<String> held = links(pid, "ns");
            held.addAll(links(pid, "fd"));
            held.retainAll(names);
            if (!held.isEmpty()) {
                holders.add("the namespaces " + held + " of the process " + pid);
            }
        });
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (names.contains(line.split(" ", 5)[3])) {
                holders.add("the mount of a namespace: " + line);
            }
        }
        return holders;
    }

    private static Set<String> links(long pid, String folder) {
        Set<String> targets = new TreeSet<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            links.map(Namespaces::target)
                    .filter(target -> target.contains(":["))
                    .forEach(targets::add);
        } catch (IOException | UncheckedIOException e) {
            return targets; // it has ended
        }
        return targets;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // it is gone
        }
    }
}
