// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.workload.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The config.json of the OCI runtime specification for a container, as a kubelet's runtime writes it. */
final class OciSpec {
    /** The kernel counts terminals of all containers together, and has some 3,000 for them. */
    private static final int MAX_TERMINALS = 256;

    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final List<String> KERNELS_OPTIONS = List.of("nosuid", "noexec", "nodev");

    private final ContainerPlan plan;
    private final PodSetup setup;
    private final boolean unifiedCgroups;
    private final long targetPid;

    /**
     * The specification of a container.
     *
     * @param targetPid the process whose pid namespace it shares, for an ephemeral container; 0 if it shares none
     */
    OciSpec(ContainerPlan plan, PodSetup setup, boolean unifiedCgroups, long targetPid) {
        this.plan = plan;
        this.setup = setup;
        this.unifiedCgroups = unifiedCgroups;
        this.targetPid = targetPid;
    }

    /**
     * The processes whose namespaces a container joins.
     *
     * @param pod the process that holds the pod's namespaces
     * @param node the process that holds the namespaces of the pod's decoy node; 0 if it has none
     */
    record Holders(long pod, long node) {}

    /**
     * The files on the host that are mounted into a container.
     *
     * @param names the folder with hosts, hostname and resolv.conf
     * @param volumes the paths of the container's volumes, in their order
     */
    record Sources(Path names, Path terminationLog, List<Path> volumes) {}

    /** The complete specification. */
    Map<String, Object> config(Path rootfs, Holders holders, Sources sources, String cgroupsPath) {
        return Json.object(
                "ociVersion", "1.0.2",
                "process", process(),
                "root",
                        Json.object(
                                "path",
                                rootfs.toString(),
                                "readonly",
                                plan.privileges().readOnlyRootFilesystem()),
                "mounts", mounts(sources),
                "annotations", annotations(),
                "linux", linux(holders, cgroupsPath));
    }

    private Map<String, Object> annotations() {
        return Json.object(
                "io.kubernetes.cri.container-type", "container",
                "io.kubernetes.cri.container-name", plan.name(),
                "io.kubernetes.cri.sandbox-id", plan.pod().id(),
                "io.kubernetes.cri.sandbox-name", plan.pod().name(),
                "io.kubernetes.cri.sandbox-namespace", plan.pod().namespace(),
                "io.kubernetes.cri.sandbox-uid", plan.pod().uid());
    }

    private Map<String, Object> process() {
        return process(
                plan.command(),
                plan.env(),
                plan.tty(),
                plan.workingDir(),
                plan.privileges().user());
    }

    /** The process specification of an exec. */
    Map<String, Object> process(ExecSpec exec) {
        Map<String, String> env = new LinkedHashMap<>();
        for (String variable : plan.env()) {
            int equals = variable.indexOf('=');
            env.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        if (exec.tty()) {
            env.putIfAbsent("TERM", "xterm");
        }
        env.putAll(exec.env());
        return process(
                exec.command(),
                env.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                exec.tty(),
                exec.workingDir() != null ? exec.workingDir() : plan.workingDir(),
                exec.user() != null
                        ? plan.users().find(exec.user())
                        : plan.privileges().user());
    }

    private Map<String, Object> process(
            List<String> args, List<String> env, boolean tty, String cwd, ImageUsers.User user) {
        List<String> granted = plan.privileges().capabilities().stream()
                .map(name -> "CAP_" + name)
                .toList();
        // another user than root has the capabilities of its programs' files, up to the bounding set
        List<String> effective = user.uid() == 0 ? granted : List.of();
        return Json.object(
                "terminal",
                tty,
                "user",
                Json.object("uid", user.uid(), "gid", user.gid(), "additionalGids", user.additionalGids()),
                "args",
                args,
                "env",
                tty && env.stream().noneMatch(variable -> variable.startsWith("TERM=")) ? with(env, "TERM=xterm") : env,
                "cwd",
                cwd,
                "capabilities",
                Json.object("bounding", granted, "effective", effective, "permitted", effective),
                "noNewPrivileges",
                plan.privileges().noNewPrivileges(),
                "oomScoreAdj",
                oomScore());
    }

    private static List<String> with(List<String> list, String more) {
        List<String> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    private int oomScore() {
        return switch (plan.pod().qualityOfService()) {
            // a value below the JVM's own needs this capability
            case GUARANTEED -> Capability.available().contains("SYS_RESOURCE") ? -997 : 0;
            case BURSTABLE -> 900;
            case BEST_EFFORT -> 1000;
        };
    }

    private List<Object> mounts(Sources sources) {
        boolean privileged = plan.privileges().privileged();
        String access = privileged ? "rw" : "ro";
        List<Object> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
        mounts.add(mount(
                "/dev/pts",
                "devpts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5",
                "max=" + MAX_TERMINALS));
        mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access));
        mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", access));
        mounts.add(mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
        mounts.add(bind("/etc/hosts", sources.names.resolve("hosts"), "rprivate", "rw"));
        mounts.add(bind("/etc/hostname", sources.names.resolve("hostname"), "rprivate", access));
        mounts.add(bind("/etc/resolv.conf", sources.names.resolve("resolv.conf"), "rprivate", access));
        mounts.add(bind("/dev/termination-log", sources.terminationLog, "rprivate", "rw"));
        for (int i = 0; i < sources.volumes.size(); i++) {
            ContainerPlan.VolumeBinding binding = plan.bindings().get(i);
            String propagation = binding.propagation().equals("private") ? "rprivate" : binding.propagation();
            List<String> options = new ArrayList<>(List.of("rbind", propagation, binding.readOnly() ? "ro" : "rw"));
            if (binding.readOnly() && isKernels(binding.volume())) {
                options.addAll(KERNELS_OPTIONS);
            }
            String source = sources.volumes.get(i).toString();
            mounts.add(mount(binding.destination(), "bind", source, options.toArray(String[]::new)));
        }
        return mounts;
    }

    /** Whether a volume shows the kernel's own files, whose mounts have options that a container may not drop. */
    private static boolean isKernels(PodVolume volume) {
        Path path = Path.of(volume.hostPath());
        return path.startsWith("/proc") || path.startsWith("/sys");
    }

    private static Map<String, Object> bind(String destination, Path source, String propagation, String access) {
        return mount(destination, "bind", source.toString(), "rbind", propagation, access);
    }

    private static Map<String, Object> mount(String destination, String type, String source, String... options) {
        return Json.object("destination", destination, "type", type, "source", source, "options", List.of(options));
    }

    private Map<String, Object> linux(Holders holders, String cgroupsPath) {
        boolean privileged = plan.privileges().privileged();
        Map<String, Object> linux = Json.object(
                "cgroupsPath", cgroupsPath,
                "namespaces", namespaces(holders),
                "resources", resources());
        if (plan.bindings().stream().anyMatch(binding -> !binding.propagation().equals("private"))) {
            linux.put("rootfsPropagation", "rslave");
        }
        if (setup.hostAccess() == HostAccess.DECOY) {
            linux.put("uidMappings", Jail.ID_MAPPINGS);
            linux.put("gidMappings", Jail.ID_MAPPINGS);
        }
        if (!privileged) {
            linux.put("maskedPaths", MASKED);
            linux.put("readonlyPaths", READ_ONLY);
        }
        if (plan.privileges().seccomp().equals("RuntimeDefault")) {
            linux.put(
                    "seccomp", SeccompProfiles.runtimeDefault(plan.privileges().capabilities()));
        }
        return linux;
    }

    private List<Object> namespaces(Holders holders) {
        boolean real = setup.hostAccess() == HostAccess.REAL;
        PodPlan pod = plan.pod();
        List<Object> all = new ArrayList<>(List.of(Json.object("type", "mount")));
        if (setup.hostAccess() == HostAccess.DECOY) {
            all.add(Json.object("type", "user", "path", Jail.CONTAINERS_USER_NAMESPACE));
        }
        if (targetPid > 0) {
            all.add(namespace("pid", targetPid, "pid"));
        } else if (!pod.hostPid()) {
            all.add(Json.object("type", "pid"));
        } else if (!real) {
            all.add(namespace("pid", holders.node, "pid_for_children"));
        }
        if (!(pod.hostNetwork() && real)) {
            all.add(namespace("network", holders.pod, "net"));
            all.add(namespace("uts", holders.pod, "uts"));
        }
        if (!(pod.hostIpc() && real)) {
            all.add(namespace("ipc", pod.hostIpc() ? holders.node : holders.pod, "ipc"));
        }
        if (unifiedCgroups) {
            all.add(Json.object("type", "cgroup"));
        }
        return all;
    }

    private static Map<String, Object> namespace(String type, long pid, String file) {
        return Json.object("type", type, "path", "/proc/" + pid + "/ns/" + file);
    }

    private Map<String, Object> resources() {
        Resources asked = plan.resources();
        long memory = plan.memoryLimit(setup.limits());
        Map<String, Object> cpu = Json.object("shares", asked.cpuShares());
        if (asked.cpuQuota() > 0) {
            cpu.put("quota", asked.cpuQuota());
            cpu.put("period", Resources.CPU_PERIOD);
        }
        return Json.object(
                "devices", devices(),
                "memory", Json.object("limit", memory, "swap", memory),
                "cpu", cpu,
                "pids", Json.object("limit", setup.limits().processes()));
    }

    /**
     * Device files can be created. Only the harmless ones that runc adds can be opened; on a real host, privileged
     * containers can open all.
     */
    private List<Object> devices() {
        List<Object> rules = new ArrayList<>();
        if (plan.privileges().privileged() && setup.hostAccess() == HostAccess.REAL) {
            rules.add(Json.object("allow", true, "access", "rwm"));
        } else {
            rules.add(Json.object("allow", false, "access", "rwm"));
            rules.add(Json.object("allow", true, "type", "c", "access", "m"));
            rules.add(Json.object("allow", true, "type", "b", "access", "m"));
        }
        return rules;
    }
}
