// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** The engine that runs a container. */
public enum ContainerType {
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

    ContainerType(int code, String label, boolean dockerCompatible) {
        this.code = code;
        this.label = label;
        this.dockerCompatible = dockerCompatible;
    }

    /** The type with a code in captures, or {@link #UNKNOWN}. */
    public static ContainerType of(long code) {
        for (ContainerType type : values()) {
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
