// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.internal.sensor.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a victim uses of the machine, to check later what is left of it.
 *
 * @param pods the cgroups of its pods
 * @param namespaces that it or its pods created
 * @param objects BPF objects
 */
record KillTraces(
        KillVictim victim,
        SandboxOptions options,
        BpfObjects kernel,
        Set<String> pods,
        Set<String> namespaces,
        Set<String> objects) {

    /** Takes the traces. Pods that are started later are added then. */
    static KillTraces of(KillVictim victim, SandboxOptions options, BpfObjects kernel) {
        KillTraces traces = new KillTraces(
                victim,
                options,
                kernel,
                new TreeSet<>(),
                new TreeSet<>(),
                BpfObjects.heldBy(victim.process().pid()));
        traces.look();
        return traces;
    }

    /** The current processes, whose namespaces are recorded. */
    private Set<Long> look() {
        pods.addAll(victim.pods());
        Set<Long> processes = Cgroups.processes(victim.cgroup());
        for (String pod : pods) {
            Cgroups.folders(pod).forEach(folder -> processes.addAll(Cgroups.processes(folder)));
        }
        namespaces.addAll(Namespaces.of(processes));
        return processes;
    }

    /** The processes that should end by themselves and still run after the time limit. */
    List<String> alive(Duration patience) throws IOException {
        Patience.until(patience, () -> look().isEmpty());
        List<String> found = new ArrayList<>();
        for (long pid : look()) {
            found.add("the process " + pid + ": "
                    + KillVictim.text(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' '));
        }
        return found;
    }

    /** The kernel objects of processes that still exist after the time limit. */
    List<String> held(Duration patience) throws IOException {
        // an id may be reused, so one that is gone is not checked again
        Set<String> held = new TreeSet<>(namespaces);
        Patience.until(patience, () -> {
            for (String name : List.copyOf(held)) {
                if (Namespaces.holders(Set.of(name)).isEmpty()) {
                    held.remove(name);
                }
            }
            return held.isEmpty();
        });
        List<String> found = Namespaces.holders(held);
        Patience.until(patience, () -> kernel.existing(objects).isEmpty());
        kernel.existing(objects).forEach(object -> found.add("the BPF object " + object));
        return found;
    }

    /** Opens a sandbox and creates a sensor folder, which removes leftovers. Returns what prevented it. */
    List<String> nextStart() {
        look();
        try {
            Sandboxes.open(options).close();
            TemporaryFolder.create(KillVictim.temporary(victim.folder()), TemporaryFolder.OF_SENSOR)
                    .close();
            return List.of();
        } catch (SandboxException | IOException e) {
            return List.of("the next start fails: " + e);
        }
    }

    /** What is left although a sandbox was opened. */
    List<String> left() throws IOException {
        List<String> found = new ArrayList<>();
        Sandboxes.leftovers(options).forEach(path -> found.add("what killed runs left: " + path));
        for (String pod : pods) {
            Cgroups.folders(pod).forEach(folder -> found.add("the cgroup " + folder));
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (line.contains(victim.folder().toString())) {
                found.add("the mount " + line);
            }
        }
        files(KillVictim.state(victim.folder())).forEach(file -> found.add("the file " + file));
        files(KillVictim.temporary(victim.folder())).forEach(file -> found.add("the file " + file));
        files(options.imageCache()).stream()
                .filter(file -> file.getFileName().toString().matches("(making|removing)-.*"))
                .forEach(file -> found.add("the file " + file));
        return found;
    }

    /** The content of a folder, two levels deep. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.skip(1).toList();
        }
    }
}
