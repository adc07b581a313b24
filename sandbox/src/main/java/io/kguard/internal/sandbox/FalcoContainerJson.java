// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ContainerMetadata.Mount;
import io.kguard.internal.sandbox.ContainerMetadata.PortMapping;
import io.kguard.workload.ImageReference;
import io.kguard.workload.Ipv4;
import io.kguard.workload.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a container's metadata as the JSON of Falco's container event. */
final class FalcoContainerJson {
    private static final int LABEL_MAX_LENGTH = 100;
    private static final int LOOKUP_SUCCESSFUL = 1;

    private FalcoContainerJson() {}

    static String of(ContainerMetadata metadata, FalcoVersion version) {
        ImageReference image = metadata.image();
        boolean splits = version == FalcoVersion.V0_41 || version == FalcoVersion.V0_42; // mended in plugin 0.6.3
        int port = splits ? image.repository().indexOf(':') : -1;
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("id", metadata.shortId());
        container.put("full_id", metadata.id());
        container.put("type", metadata.type());
        container.put("name", metadata.name());
        container.put("image", image.toString());
        container.put("imageid", metadata.imageId());
        container.put(
                "imagerepo", port < 0 ? image.repository() : image.repository().substring(0, port));
        // A runtime tells such a plugin repository and digest, or repository and tag
        String cut = image.digest().isEmpty() ? "" : image.repository().substring(port + 1);
        container.put("imagetag", port < 0 ? image.tag() : cut);
        container.put("imagedigest", image.digest());
        container.put("privileged", metadata.privileged());
        container.put("host_pid", metadata.hostPid());
        container.put("host_network", metadata.hostNetwork());
        container.put("host_ipc", metadata.hostIpc());
        container.put("is_pod_sandbox", false);
        container.put("lookup_state", LOOKUP_SUCCESSFUL);
        container.put("created_time", metadata.createdTimeSeconds());
        container.put("User", metadata.user());
        container.put("ip", metadata.ip());
        container.put("pod_sandbox_id", metadata.podSandboxId());
        container.put("memory_limit", metadata.memoryLimitBytes());
        container.put("cpu_shares", metadata.cpuShares());
        container.put("cpu_quota", metadata.cpuQuota());
        container.put("cpu_period", metadata.cpuPeriod());
        container.put(
                "Mounts",
                metadata.mounts().stream().map(FalcoContainerJson::mount).toList());
        container.put(
                "port_mappings",
                metadata.portMappings().stream()
                        .map(FalcoContainerJson::portMapping)
                        .toList());
        container.put("labels", labels(metadata.labels()));
        container.put("pod_sandbox_labels", labels(metadata.podSandboxLabels()));
        container.put("env", metadata.env());
        probe(container, "LivenessProbe", metadata.livenessProbe());
        probe(container, "ReadinessProbe", metadata.readinessProbe());
        return Json.KUBERNETES.asJson(Map.of("container", container));
    }

    private static Map<String, Object> mount(Mount mount) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("Source", mount.source());
        entry.put("Destination", mount.destination());
        entry.put("Mode", mount.mode());
        entry.put("RW", mount.writable());
        entry.put("Propagation", mount.propagation());
        return entry;
    }

    private static Map<String, Object> portMapping(PortMapping mapping) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("HostIp", Ipv4.toNumber(mapping.hostIp()));
        entry.put("HostPort", mapping.hostPort());
        entry.put("ContainerPort", mapping.containerPort());
        return entry;
    }

    private static Map<String, Object> labels(Map<String, String> labels) {
        Map<String, Object> all = new LinkedHashMap<>();
        labels.forEach((name, value) -> {
            if (value.length() <= LABEL_MAX_LENGTH) {
                all.put(name, value);
            }
        });
        return all;
    }

    private static void probe(Map<String, Object> container, String name, List<String> command) {
        if (!command.isEmpty()) {
            Map<String, Object> probe = new LinkedHashMap<>();
            probe.put("exe", command.get(0));
            probe.put("args", command.subList(1, command.size()));
            container.put(name, probe);
        }
    }
}
