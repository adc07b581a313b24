// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.internal.program.SearchPath;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks a machine, below a root directory, for each requirement of live simulations. */
final class KernelProbes {
    private static final String NO_LIVE = "live simulations can't run; captures can still be replayed";
    private static final List<String> TRACEPOINTS = List.of(
            "sys_enter",
            "sys_exit",
            "sched_process_exec",
            "sched_process_exit",
            "sched_process_fork",
            "cgroup_attach_task",
            "signal_deliver");

    private final Path root;
    private final RunningKernel kernel;
    private final String path;

    /**
     * Creates the checks.
     *
     * @param root the root of the machine's file system
     * @param version the kernel's version
     * @param path the search path for programs, as in the environment variable PATH
     */
    KernelProbes(Path root, String version, String path) {
        this.root = root;
        this.kernel = new RunningKernel(version);
        this.path = path;
    }

    List<Requirement> all() {
        return List.of(
                needed("Linux kernel", kernel()),
                needed("kernel type information (BTF)", typeInformation()),
                needed("tracepoints of system calls and processes", tracepoints()),
                needed("tracefs", tracefs()),
                needed("root", root()),
                needed("capabilities", capabilities()),
                needed("ids of processes", processIds()),
                needed("kernel lockdown", lockdown()),
                needed("BPF for unprivileged users", unprivilegedBpf()),
                needed("locked memory", lockedMemory()),
                needed("cgroups", cgroups()),
                needed("native libraries", nativeLibraries()),
                needed("runc", program("runc", "pods can't run in the embedded sandbox", "apt-get install runc")),
                optional("what the kernel shows", completeness()),
                optional(
                        "kubectl",
                        program(
                                "kubectl",
                                "scenarios with kubectl steps can't run",
                                "apt-get install kubernetes-client, or another build of version 1.31 or later")),
                optional(
                        "openssl",
                        program(
                                "openssl",
                                "the image base lacks a TLS client, which some scenarios with a cluster use",
                                "apt-get install openssl")),
                optional(
                        "busybox",
                        program("busybox", "pods of the image busybox can't run", "apt-get install busybox")),
                optional(
                        "git",
                        program(
                                "git",
                                "rules can't be compared with those of another revision",
                                "apt-get install git")),
                optional("Docker", docker()));
    }

    private static Requirement needed(String name, Answer answer) {
        return new Requirement(name, false, answer);
    }

    private static Requirement optional(String name, Answer answer) {
        return new Requirement(name, true, answer);
    }

    private Answer kernel() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new Unsupported(
                    "this is " + System.getProperty("os.name"), NO_LIVE, "run on Linux 6.1 or newer, or in CI");
        }
        if (kernel.isTooOld()) {
            return new Unsupported(kernel.release() + ": " + kernel.lack(), NO_LIVE, "boot Linux 6.1 or newer");
        }
        if (kernel.isOlderThanTried()) {
            return new CouldNotTell(
                    kernel.release() + " is older than what kguard was tried on, Linux " + RunningKernel.TRIED,
                    "live simulations may not run",
                    "see whether the sensor starts, below; or boot Linux 6.1 or newer");
        }
        return new Supported(kernel.release()
                + (kernel.isNewerThanTried()
                        ? ", newer than what kguard was tried on, Linux " + RunningKernel.TRIED
                        : ""));
    }

    private Answer completeness() {
        List<String> weaknesses = kernel.weaknesses();
        return weaknesses.isEmpty()
                ? new Supported("nothing is missing")
                : new Unsupported(
                        "Linux " + kernel.release() + " lacks something that kguard can do without",
                        String.join("\n", weaknesses),
                        "nothing to do, unless you test programs that try to deceive the sensor: boot Linux 6.18 for those");
    }

    private Answer typeInformation() {
        Path file = root.resolve("sys/kernel/btf/vmlinux");
        if (Files.isReadable(file)) {
            return new Supported("/sys/kernel/btf/vmlinux");
        }
        if (!Files.isDirectory(root.resolve("sys/kernel"))) {
            return new CouldNotTell("/sys is not mounted", NO_LIVE, "mount -t sysfs sysfs /sys");
        }
        return new Unsupported(
                "there is no /sys/kernel/btf/vmlinux",
                NO_LIVE,
                "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y: Debian 12, Ubuntu 22.04, Fedora, RHEL 9 have it");
    }

    /** The type information lists all tracepoints, so tracefs need not be mounted. */
    private Answer tracepoints() {
        try {
            String types = Files.readString(root.resolve("sys/kernel/btf/vmlinux"), StandardCharsets.ISO_8859_1);
            List<String> missing = TRACEPOINTS.stream()
                    .filter(name -> !types.contains("\0btf_trace_" + name + "\0"))
                    .toList();
            return missing.isEmpty()
                    ? new Supported(String.join(", ", TRACEPOINTS))
                    : new Unsupported(
                            "the kernel has no " + String.join(", ", missing),
                            NO_LIVE,
                            "boot a kernel built with CONFIG_FTRACE_SYSCALLS=y and CONFIG_CGROUPS=y");
        } catch (IOException e) {
            return new CouldNotTell("the kernel's type information can't be read", NO_LIVE, "see the answer on BTF");
        }
    }

    private Answer tracefs() {
        String mounts = text("proc/self/mounts");
        return mounts.isEmpty()
                ? new CouldNotTell("/proc/self/mounts can't be read", "none: it is not needed", "nothing to do")
                : new Supported((mounts.contains(" tracefs ") ? "mounted" : "not mounted") + ", not needed");
    }

    private Answer root() {
        String[] uids = line("proc/self/status", "Uid:").split("\\s+", -1);
        if (uids.length < 2) {
            return new CouldNotTell("/proc/self/status can't be read", NO_LIVE, "mount -t proc proc /proc");
        }
        return uids[1].equals("0")
                ? new Supported("uid 0")
                : new Unsupported("uid " + uids[1], NO_LIVE, "run as root (sudo)");
    }

    private Answer capabilities() {
        String effective = line("proc/self/status", "CapEff:");
        if (effective.isEmpty()) {
            return new CouldNotTell("/proc/self/status can't be read", NO_LIVE, "mount -t proc proc /proc");
        }
        Optional<String> missing = MachineAccess.missing(effective);
        return missing.isEmpty()
                ? new Supported(String.join(", ", MachineAccess.capabilities()))
                : new Unsupported(
                        "missing: " + missing.get(),
                        NO_LIVE,
                        "run as root (sudo); in a container, " + MachineAccess.capabilityOptions());
    }

    private Answer processIds() {
        if (!Files.isSymbolicLink(root.resolve("proc/self/ns/pid"))) {
            return new CouldNotTell("/proc/self/ns can't be read", NO_LIVE, "mount -t proc proc /proc");
        }
        return MachineAccess.hasOwnPids(root)
                ? new Unsupported(
                        "/proc shows those of a container, and the kernel reports the machine's",
                        NO_LIVE,
                        "start the container with " + MachineAccess.PIDS_OF_MACHINE)
                : new Supported("the kernel's own");
    }

    private Answer lockdown() {
        Path security = root.resolve("sys/kernel/security");
        String state = text("sys/kernel/security/lockdown");
        if (state.contains("[confidentiality]")) {
            return new Unsupported(
                    "confidentiality: BPF programs may not read kernel memory",
                    NO_LIVE,
                    "boot with lockdown=integrity or lockdown=none");
        }
        if (!state.isEmpty()) {
            return new Supported(state.contains("[integrity]") ? "integrity, which is fine" : "none");
        }
        if (Files.exists(security.resolve("lsm"))) {
            return new Supported("not built into the kernel");
        }
        return new CouldNotTell(
                "securityfs is not mounted",
                "in confidentiality mode the sensor's programs are refused",
                "mount -t securityfs securityfs /sys/kernel/security");
    }

    private Answer unprivilegedBpf() {
        String value = text("proc/sys/kernel/unprivileged_bpf_disabled");
        return value.isEmpty()
                ? new CouldNotTell("the setting can't be read", "none for a privileged user", "nothing to do")
                : new Supported(value.equals("0") ? "allowed, not needed" : "disabled, not needed");
    }

    private Answer lockedMemory() {
        String limit = text("proc/self/limits")
                .lines()
                .filter(line -> line.startsWith("Max locked memory"))
                .findFirst()
                .orElse("");
        return limit.isEmpty()
                ? new CouldNotTell("/proc/self/limits can't be read", "none from Linux 5.11 on", "nothing to do")
                : new Supported("BPF memory does not count since Linux 5.11");
    }

    private Answer cgroups() {
        if (hasOnlyPartsOfCgroups()) {
            return new Unsupported(
                    "/sys/fs/cgroup has those of a container only",
                    "containers can't be started or recognised",
                    "start the container with " + MachineAccess.CGROUPS_OF_MACHINE);
        }
        if (Files.exists(root.resolve("sys/fs/cgroup/cgroup.controllers"))) {
            return new Supported("version 2");
        }
        boolean unified = Files.exists(root.resolve("sys/fs/cgroup/unified/cgroup.procs"));
        boolean memory = Files.exists(root.resolve("sys/fs/cgroup/memory/cgroup.procs"));
        if (memory) {
            return new Supported(unified ? "hybrid: versions 1 and 2" : "version 1");
        }
        return new Unsupported(
                "no hierarchy is mounted under /sys/fs/cgroup",
                "containers can't be started or recognised",
                "mount -t cgroup2 none /sys/fs/cgroup");
    }

    /** Whether hierarchies are mounted, and none with its root. */
    private boolean hasOnlyPartsOfCgroups() {
        // id parent major:minor root mountpoint options [optional...] - type source super-options
        List<String> roots = text("proc/self/mountinfo")
                .lines()
                .filter(line -> line.contains(" - cgroup"))
                .map(line -> line.split(" ", -1)[3])
                .toList();
        return !roots.isEmpty() && !roots.contains("/");
    }

    private static Answer nativeLibraries() {
        try {
            NativeLibraries.load();
            return new Supported(Bpf.layout().length > 0 ? NativeLibraries.architecture() : "");
        } catch (SensorException e) {
            return new Unsupported("they can't be loaded", NO_LIVE, String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Unsupported("they can't be loaded", NO_LIVE, String.valueOf(cause.getMessage()));
        }
    }

    private Answer program(String name, String consequence, String fix) {
        return SearchPath.of(path).then("/usr/sbin", "/sbin").folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isExecutable(root.resolve(file.toString().substring(1))))
                .findFirst()
                .<Answer>map(file -> new Supported(file.toString()))
                .orElseGet(() -> new Unsupported("not found in an absolute folder of PATH", consequence, fix));
    }

    private Answer docker() {
        Path socket = root.resolve("var/run/docker.sock");
        String consequence = "images from registries can't be run; the embedded sandbox needs no Docker";
        if (Files.isWritable(socket)) {
            return new Supported("/var/run/docker.sock");
        }
        return Files.exists(socket)
                ? new Unsupported(
                        "/var/run/docker.sock may not be used", consequence, "run as root, or join group docker")
                : new Unsupported(
                        "there is no /var/run/docker.sock",
                        consequence,
                        "apt-get install docker.io, and start dockerd");
    }

    private String line(String file, String prefix) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .collect(Collectors.joining());
    }

    private String text(String file) {
        try {
            return Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
