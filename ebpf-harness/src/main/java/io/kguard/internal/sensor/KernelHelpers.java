// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.util.HashSet;
import java.util.Set;

/**
 * Programs that the kernel was configured to start before any simulation: to load modules, to process core dumps, or
 * when a cgroup becomes empty. They belong to the machine. Any other such program was configured later.
 */
final class KernelHelpers {
    private static final String RELEASE_AGENT = "release_agent=";

    private final Set<String> programs = new HashSet<>(Set.of("/sbin/request-key", "/sbin/modprobe"));

    private KernelHelpers() {}

    /** The programs configured on this machine now. */
    static KernelHelpers ofMachine() {
        KernelHelpers helpers = new KernelHelpers();
        Proc proc = Proc.root();
        helpers.add(proc.text("sys/kernel/modprobe"));
        helpers.add(proc.text("sys/kernel/hotplug"));
        helpers.add(proc.text("sys/kernel/poweroff_cmd"));
        String dumps = proc.text("sys/kernel/core_pattern");
        if (dumps.startsWith("|")) {
            helpers.add(dumps.substring(1));
        }
        proc.text("self/mounts")
                .lines()
                .filter(line -> line.contains(RELEASE_AGENT))
                .forEach(line -> {
                    String agent = line.substring(line.indexOf(RELEASE_AGENT) + RELEASE_AGENT.length());
                    helpers.add(agent.split("[, ]", 2)[0]);
                });
        return helpers;
    }

    private void add(String command) {
        String program = command.strip().split(" ", 2)[0];
        if (!program.isEmpty()) {
            programs.add(program);
        }
    }

    boolean isKnown(String program) {
        return programs.contains(program);
    }
}
