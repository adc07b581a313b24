// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.sandbox.Leftovers;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxException;
import io.kguard.sandbox.SandboxOptions;
import io.kguard.sensor.TemporaryFolder;
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
 * What a victim has of the machine, and later what is still there of it.
 *
 * @param pods the cgroups of its pods
 * @param namespaces that it or its pods made
 * @param objects of BPF
 */
record KillTraces(
        KillVictim victim,
        SandboxOptions options,
        BpfObjects kernel,
        Set<String> pods,
        Set<String> namespaces,
        Set<String> objects) {

    /** Takes note of it. Pods that are there later are added then. */
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

    /** The processes that there are now, whose namespaces are noted. */
    private Set<Long> look() {
        pods.addAll(victim.pods());
        Set<Long> processes = Cgroups.processes(victim.cgroup());
        for (String pod : pods) {
            Cgroups.folders(pod).forEach(folder -> processes.addAll(Cgroups.processes(folder)));
        }
        namespaces.addAll(Namespaces.of(processes));
        return processes;
    }

    /** The processes that must end by themselves, and have not when time has run out. */
    List<String> alive(Duration patience) throws IOException {
        Patience.until(patience, () -> look().isEmpty());
        List<String> found = new ArrayList<>();
        for (long pid : look()) {
            found.add("the process " + pid + ": "
                    + KillVictim.text(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' '));
        }
        return found;
    }

    /** What the kernel keeps for processes, and still has when time has run out. */
    List<String> held(Duration patience) throws IOException {
        // another's may get the number of one that is gone, so none is asked for again
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

    /** Opens a sandbox and makes a folder of a sensor's, which removes what the dead left; what hinders it, if something does. */
    List<String> nextStart() {
        look();
        try {
            Sandbox.open(options).close();
            TemporaryFolder.create(KillVictim.temporary(victim.folder()), TemporaryFolder.OF_SENSOR)
                    .close();
            return List.of();
        } catch (SandboxException | IOException e) {
            return List.of("the next start fails: " + e);
        }
    }

    /** What is there although a sandbox was opened since. */
    List<String> left() throws IOException {
        List<String> found = new ArrayList<>();
        Leftovers.find(options).forEach(path -> found.add("what killed runs left: " + path));
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
                .filter(file -> file.getFileName().toString().startsWith("making-"))
                .forEach(file -> found.add("the file " + file));
        return found;
    }

    /** What is in a folder, two levels deep. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.skip(1).toList();
        }
    }
}
