// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.message.Wording;

/** The runtime that runs the containers of a simulation. */
public enum ContainerRuntime {
    /** The embedded default: runc, with a shim, images and cgroups laid out as a kubelet's container runtime does. */
    RUNC,
    /** A Docker daemon, through Testcontainers, for images in registries. */
    DOCKER;

    /**
     * The runtime with a name, {@code runc} or {@code docker}.
     *
     * @throws SandboxException if it is neither
     */
    public static ContainerRuntime of(String name) {
        return switch (name) {
            case "runc" -> RUNC;
            case "docker" -> DOCKER;
            default ->
                throw new SandboxException(
                        SandboxException.Reason.BAD_REQUEST,
                        Wording.given("runtime") + "=" + name + " is not a container runtime. Use runc or docker.");
        };
    }
}
