// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What live simulations need of the machine, and what a process lacks of it that runs in a container. */
public final class MachineAccess {
    /** How Docker and Podman let a container see the machine's processes. */
    static final String PIDS_OF_MACHINE = "--pid=host";

    /** How they let a container see the machine's cgroups, and change them. */
    public static final String CGROUPS_OF_MACHINE = "--cgroupns=host -v /sys:/sys";

    /** The kernel's name of the pid namespace that it made first, in which ids are its own. */
    private static final String FIRST_PIDS = "pid:[4026531836]";

    /** The names and purposes of capabilities, by their numbers. */
    private static final Map<Integer, List<String>> CAPABILITIES = new LinkedHashMap<>();

    static {
        CAPABILITIES.put(0, List.of("CHOWN", "gives cgroups and folders to pods"));
        CAPABILITIES.put(1, List.of("DAC_OVERRIDE", "changes what pods own"));
        CAPABILITIES.put(6, List.of("SETGID", "maps the ids of pods' groups"));
        CAPABILITIES.put(7, List.of("SETUID", "maps the ids of pods' users"));
        CAPABILITIES.put(21, List.of("SYS_ADMIN", "loads BPF programs, makes namespaces and mounts"));
    }

    private MachineAccess() {}

    /** The capabilities that live simulations need, without the prefix. */
    static List<String> capabilities() {
        return CAPABILITIES.values().stream().map(names -> names.get(0)).toList();
    }

    /**
     * The capabilities that live simulations need and this process lacks, with what each is for; empty if it has all.
     *
     * @param effective the capabilities that it has, as {@code CapEff} in {@code /proc/self/status}
     */
    static Optional<String> missing(String effective) {
        long bits = Long.parseUnsignedLong(effective, 16);
        List<String> missing = new ArrayList<>();
        CAPABILITIES.forEach((bit, capability) -> {
            if ((bits >>> bit & 1) == 0) {
                missing.add("CAP_" + capability.get(0) + " (" + capability.get(1) + ")");
            }
        });
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }

    /** How a container gets the capabilities. */
    static String capabilityOptions() {
        return "--cap-add " + String.join(" --cap-add ", capabilities());
    }

    /**
     * What this process lacks to start pods in a jail, in a sentence with what to do; empty if it has all.
     *
     * @throws IOException if that can't be read
     */
    public static Optional<String> missingForPods() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("CapEff:")) {
                return missing(line.substring("CapEff:".length()).strip())
                        .map(missing -> "pods need capabilities that this process lacks: " + missing
                                + ". Run it as root (sudo), or its container with " + capabilityOptions());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a process sees other ids of processes than the kernel's.
     *
     * @param root the root of the machine's file system
     */
    static boolean hasOwnPids(Path root) {
        try {
            return !Files.readSymbolicLink(root.resolve("proc/self/ns/pid"))
                    .toString()
                    .equals(FIRST_PIDS);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // without /proc something else fails, which says so
        }
    }
}
