// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks requirements before the programs are loaded. */
final class SensorRequirements {
    static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path POSSIBLE_CPUS = Path.of("/sys/devices/system/cpu/possible");

    private SensorRequirements() {}

    /** @throws SensorException if one is not met */
    static void check() {
        RunningKernel kernel = RunningKernel.ofThisMachine();
        if (kernel.isTooOld()) {
            throw new SensorException("The sensor can't run on Linux " + kernel.release() + ": " + kernel.lack()
                    + ". Boot Linux 6.1 or newer; rules can still be tested against captures here.");
        }
        if (System.getProperty("os.name", "").equals("Linux") && !Files.exists(BTF)) {
            throw new SensorException("The sensor needs the kernel's type information, and there is no " + BTF
                    + ". Use a kernel that is built with CONFIG_DEBUG_INFO_BTF=y, as those of Debian 12, Ubuntu 22.04, "
                    + "Fedora and RHEL 9 are, or mount sysfs (mount -t sysfs sysfs /sys).");
        }
        if (MachineAccess.hasOwnPids(Path.of("/"))) {
            throw new SensorException("The sensor reports the machine's ids of processes, and here /proc shows others, "
                    + "as in a container. Start the container with " + MachineAccess.PIDS_OF_MACHINE + ".");
        }
        NativeLibraries.load();
    }

    /** How many processors the kernel can number: the highest number plus one. */
    static int possibleCpus() {
        try {
            String ranges = Files.readString(POSSIBLE_CPUS).strip();
            return Integer.parseInt(
                            ranges.substring(ranges.lastIndexOf('-') + 1).replaceAll(".*,", ""))
                    + 1;
        } catch (IOException | NumberFormatException e) {
            throw new SensorException(
                    "The number of processors can't be read from " + POSSIBLE_CPUS + ": " + e.getMessage()
                            + ". Mount sysfs (mount -t sysfs sysfs /sys).",
                    e);
        }
    }
}
