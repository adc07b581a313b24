// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.kguard.internal.sandbox.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The settings of a container for a Docker daemon, as cri-dockerd sets them for a kubelet. */
final class DockerSpec {
    private final DockerPod pod;
    private final ContainerPlan plan;
    private final int attempt;

    DockerSpec(DockerPod pod, ContainerPlan plan, int attempt) {
        this.pod = pod;
        this.plan = plan;
        this.attempt = attempt;
    }

    /** Configures a pod's first container, which holds its namespaces and volumes. */
    static void configurePause(CreateContainerCmd command, DockerPod pod, List<Mount> volumes) {
        command.withName(name(pod, "POD", 0))
                .withEntrypoint("sleep", "infinity")
                .withCmd()
                .withHostName(pod.plan().hostName())
                .withLabels(labels(command, pod, "POD", "podsandbox"));
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        host.withNetworkMode(pod.realHost() && pod.plan().hostNetwork() ? "host" : "none")
                .withIpcMode("shareable")
                .withCgroupParent(pod.sandbox().cgroupParent(pod.plan()))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMounts(volumes);
    }

    private static String name(DockerPod pod, String container, int attempt) {
        PodPlan plan = pod.plan();
        return "k8s_" + container + "_" + plan.name() + "_" + plan.namespace() + "_" + plan.uid() + "_" + attempt;
    }

    /** The labels of a kubelet, of kguard, and of Testcontainers. */
    private static Map<String, String> labels(
            CreateContainerCmd command, DockerPod pod, String container, String type) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (command.getLabels() != null) {
            labels.putAll(command.getLabels());
        }
        labels.putAll(type.equals("podsandbox") ? pod.plan().sandboxLabels() : Map.of());
        labels.putAll(pod.plan().containerLabels(container));
        labels.put("io.kubernetes.docker.type", type);
        labels.put(DockerSandbox.OWNER_LABEL, pod.sandbox().state().owner());
        return labels;
    }

    void configure(CreateContainerCmd command, Path terminationLog) {
        Map<String, String> labels = labels(command, pod, plan.name(), "container");
        labels.put("io.kubernetes.sandbox.id", pod.id());
        command.withName(name(pod, plan.name(), attempt))
                .withEntrypoint(plan.command())
                .withCmd()
                .withEnv(plan.env())
                .withTty(plan.tty())
                .withStdinOpen(plan.stdin())
                .withStdInOnce(plan.input() == RuntimeSession.Input.ONCE)
                .withWorkingDir(plan.workingDir())
                .withUser(plan.privileges().user().toString())
                // on a node the kubelet does that
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withLabels(labels);
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        namespaces(host);
        limits(host);
        privileges(host);
        // bounded, and read only if the attached output is not all
        host.withMounts(mounts(terminationLog))
                .withLogConfig(new LogConfig(
                        LogConfig.LoggingType.LOCAL, Map.of("max-size", "1m", "max-file", "1", "compress", "false")));
    }

    private void namespaces(HostConfig host) {
        String sandbox = "container:" + pod.id();
        host.withNetworkMode(sandbox)
                .withIpcMode(pod.realHost() && pod.plan().hostIpc() ? "host" : sandbox)
                .withPidMode(pod.realHost() && pod.plan().hostPid() ? "host" : "")
                .withCgroupParent(pod.sandbox().cgroupParent(pod.plan()));
    }

    private void limits(HostConfig host) {
        Resources asked = plan.resources();
        Limits limits = pod.setup().limits();
        long memory = plan.memoryLimit(limits);
        host.withMemory(memory)
                .withMemorySwap(memory)
                .withCpuShares((int) asked.cpuShares())
                .withPidsLimit((long) limits.processes());
        if (asked.cpuQuota() > 0) {
            host.withCpuQuota(asked.cpuQuota()).withCpuPeriod(Resources.CPU_PERIOD);
        }
    }

    private void privileges(HostConfig host) {
        Privileges privileges = plan.privileges();
        List<String> options = new ArrayList<>();
        if (privileges.privileged() && pod.realHost()) {
            host.withPrivileged(true);
        } else if (privileges.privileged()) {
            // everything that a privileged container may use, except this machine's devices
            DockerObjectAccessor.overrideRawValue(host, "MaskedPaths", List.of());
            DockerObjectAccessor.overrideRawValue(host, "ReadonlyPaths", List.of());
            options.add("apparmor=unconfined");
        }
        if (privileges.seccomp().equals("Unconfined")) {
            options.add("seccomp=unconfined");
        }
        if (privileges.noNewPrivileges()) {
            options.add("no-new-privileges");
        }
        host.withSecurityOpts(options)
                .withReadonlyRootfs(privileges.readOnlyRootFilesystem())
                .withGroupAdd(privileges.user().additionalGids().stream()
                        .map(String::valueOf)
                        .toList())
                .withCapDrop(Capability.ALL)
                .withCapAdd(privileges.capabilities().stream()
                        .map(Capability::valueOf)
                        .toArray(Capability[]::new));
    }

    private List<Mount> mounts(Path terminationLog) {
        List<Mount> mounts = new ArrayList<>();
        Path folder = pod.files();
        boolean writable = plan.privileges().privileged();
        mounts.add(bind(folder.resolve("hosts"), "/etc/hosts", false, BindPropagation.R_PRIVATE));
        mounts.add(bind(folder.resolve("hostname"), "/etc/hostname", !writable, BindPropagation.R_PRIVATE));
        mounts.add(bind(folder.resolve("resolv.conf"), "/etc/resolv.conf", !writable, BindPropagation.R_PRIVATE));
        mounts.add(bind(terminationLog, "/dev/termination-log", false, BindPropagation.R_PRIVATE));
        for (ContainerPlan.VolumeBinding binding : plan.bindings()) {
            mounts.add(bind(binding.source(), binding.destination(), binding.readOnly(), propagation(binding)));
            pod.volumes()
                    .real(binding)
                    .forEach((destination, source) ->
                            mounts.add(bind(source, destination, binding.readOnly(), BindPropagation.R_PRIVATE)));
        }
        return mounts;
    }

    private BindPropagation propagation(ContainerPlan.VolumeBinding binding) {
        return switch (binding.propagation()) {
            case "rslave" -> BindPropagation.R_SLAVE;
            case "rshared" -> BindPropagation.R_SHARED;
            // the daemon never binds its own folders as private
            default -> pod.volumes().holds(binding.source()) ? BindPropagation.R_SLAVE : BindPropagation.R_PRIVATE;
        };
    }

    private static Mount bind(Path source, String target, boolean readOnly, BindPropagation propagation) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source.toString())
                .withTarget(target)
                .withReadOnly(readOnly)
                .withBindOptions(new BindOptions().withPropagation(propagation));
    }
}
