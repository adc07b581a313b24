// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.event.FalcoVersion;
import io.kguard.workload.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * A container as a container runtime's API describes it and as Falco's container event carries it.
 *
 * @param id 64 hexadecimal digits; the name of the container's cgroup
 * @param type the apparent runtime: Falco's number, 7 for containerd
 * @param name the name in the pod's manifest
 * @param createdTimeSeconds since the epoch
 * @param env {@code NAME=value}
 * @param labels the container's labels: the {@code io.kubernetes.*} ones that a kubelet sets
 * @param podSandboxLabels the pod's own labels, including the {@code io.kubernetes.*} ones
 * @param user the uid of its first process, in digits
 * @param livenessProbe program and arguments of an exec probe; empty if there is none
 * @param cpuQuota in microseconds per {@code cpuPeriod}; 0 for none
 */
public record ContainerMetadata(
        String id,
        int type,
        String name,
        ImageReference image,
        String imageId,
        String podSandboxId,
        String podUid,
        String podName,
        String podNamespace,
        String ip,
        boolean privileged,
        boolean hostPid,
        boolean hostNetwork,
        boolean hostIpc,
        String user,
        long createdTimeSeconds,
        List<Mount> mounts,
        List<String> env,
        Map<String, String> labels,
        Map<String, String> podSandboxLabels,
        List<String> livenessProbe,
        List<String> readinessProbe,
        List<PortMapping> portMappings,
        long memoryLimitBytes,
        long cpuShares,
        long cpuQuota,
        long cpuPeriod) {

    /** Falco's number for a container of containerd, the runtime of the simulated nodes. */
    public static final int TYPE_CONTAINERD = 7;

    public ContainerMetadata {
        mounts = List.copyOf(mounts);
        env = List.copyOf(env);
        labels = Map.copyOf(labels);
        podSandboxLabels = Map.copyOf(podSandboxLabels);
        livenessProbe = List.copyOf(livenessProbe);
        readinessProbe = List.copyOf(readinessProbe);
        portMappings = List.copyOf(portMappings);
    }

    /**
     * A mount as the pod's manifest asks for it.
     *
     * @param source the path on the host as in the manifest, even if a decoy is served
     * @param mode as in {@code docker inspect}; empty for CRI
     * @param propagation {@code private}, {@code rslave} or {@code rshared}
     */
    public record Mount(String source, String destination, String mode, boolean writable, String propagation) {}

    /** A port of the container that the host forwards. */
    public record PortMapping(String hostIp, int hostPort, int containerPort) {}

    /** How messages name the container. */
    public String title() {
        return "the container " + name + " of the pod " + podName;
    }

    /** The first 12 digits of the id, as Falco's {@code container.id}. */
    public String shortId() {
        return id.substring(0, 12);
    }

    /** Falco's container event: the JSON of its one parameter. */
    public String toFalcoJson(FalcoVersion version) {
        return FalcoContainerJson.of(this, version);
    }
}
