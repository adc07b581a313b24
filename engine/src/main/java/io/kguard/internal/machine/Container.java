// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a container. Strings are Latin-1, one {@code char} per byte. Unknown values are empty, 0 or null.
 *
 * @param id the short id, 12 characters
 * @param fullId the full id
 * @param type the engine that runs it
 * @param name its name
 * @param image its image as specified
 * @param imageId the id of the image
 * @param imageRepository the image without tag and digest
 * @param imageTag the image's tag
 * @param imageDigest the image's digest
 * @param privileged whether it is privileged
 * @param hostPid whether it shares the host's pid namespace
 * @param hostNetwork whether it shares the host's network
 * @param hostIpc whether it shares the host's IPC namespace
 * @param successful whether its metadata could be read
 * @param mounts its mounts
 * @param user the user of its processes
 * @param healthcheck its health check
 * @param livenessProbe its liveness probe
 * @param readinessProbe its readiness probe
 * @param ip its IPv4 address, the first byte the most significant; 0 if unknown
 * @param address its address as its engine wrote it
 * @param cniJson the network plugin's output, as JSON
 * @param podSandboxId the full id of its pod's sandbox
 * @param labels its labels
 * @param podSandboxLabels the labels of its pod
 */
public record Container(
        String id,
        String fullId,
        Type type,
        String name,
        String image,
        String imageId,
        String imageRepository,
        String imageTag,
        String imageDigest,
        boolean privileged,
        boolean hostPid,
        boolean hostNetwork,
        boolean hostIpc,
        boolean successful,
        List<Mount> mounts,
        String user,
        @Nullable Probe healthcheck,
        @Nullable Probe livenessProbe,
        @Nullable Probe readinessProbe,
        int ip,
        String address,
        String cniJson,
        String podSandboxId,
        Map<String, String> labels,
        Map<String, String> podSandboxLabels) {

    /** What Falco's container plugin, which Falco has since 0.41, says of processes in no container. */
    public static final Container HOST = known("host", Type.HOST, Map.of("full_id", "host", "name", "host"));

    public Container {
        mounts = List.copyOf(mounts);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        podSandboxLabels = Collections.unmodifiableMap(new TreeMap<>(podSandboxLabels));
    }

    /** A mount of a container. */
    public record Mount(String source, String destination, String mode, boolean writable, String propagation) {}

    /** A command that checks the health of a container. */
    public record Probe(String exe, List<String> args) {
        public Probe {
            args = List.copyOf(args);
        }
    }

    /** Whether it is known to belong to a pod. */
    public boolean isInPod() {
        return !podSandboxId.isEmpty() || !podSandboxLabels.isEmpty();
    }

    /**
     * Parses a container in a container event.
     *
     * @param json the event's string, Latin-1
     * @throws IllegalArgumentException if it is not the JSON of a container; the message says where
     */
    public static Container parse(String json) {
        return ContainerJson.read(json);
    }

    /**
     * A container of which only some components are known.
     *
     * @param more them, by their keys in container events
     */
    static Container known(String id, Type type, Map<String, String> more) {
        Map<String, Object> keys = new HashMap<>(more);
        keys.put("id", id);
        keys.put("type", (long) type.code());
        keys.put("User", "");
        return ContainerJson.of(keys);
    }

    /** The engine that runs a container. */
    public enum Type {
        DOCKER(0, "docker", true),
        LXC(1, "lxc", false),
        LIBVIRT_LXC(2, "libvirt-lxc", false),
        MESOS(3, "mesos", false),
        RKT(4, "rkt", false),
        CUSTOM(5, "", false),
        CRI(6, "cri", true),
        CONTAINERD(7, "containerd", true),
        CRIO(8, "cri-o", true),
        BPM(9, "bpm", false),
        STATIC(10, "", false),
        PODMAN(11, "podman", true),
        /** No container: what Falco's container plugin says of the machine itself. */
        HOST(0xfffe, "host", false),
        UNKNOWN(0xffff, "", false);

        private final int code;
        private final String label;
        private final boolean dockerCompatible;

        Type(int code, String label, boolean dockerCompatible) {
            this.code = code;
            this.label = label;
            this.dockerCompatible = dockerCompatible;
        }

        /** The type with a code in captures, or {@link #UNKNOWN}. */
        public static Type of(long code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return UNKNOWN;
        }

        /** Its code in captures. */
        public int code() {
            return code;
        }

        /** The value of {@code container.type}; empty if it has none. */
        public String label() {
            return label;
        }

        /** Whether its metadata includes whether a container is privileged and shares namespaces with the host. */
        public boolean isDockerCompatible() {
            return dockerCompatible;
        }
    }
}
