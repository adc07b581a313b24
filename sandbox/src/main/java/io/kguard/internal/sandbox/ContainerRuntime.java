// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.message.Wording;

/** The runtime that runs the containers of a simulation. */
public enum ContainerRuntime {
    /** The embedded default: runc, with a shim, images and cgroups laid out as a kubelet's container runtime does. */
    RUNC,
    /** A Docker daemon, through Testcontainers, for images in registries. */
    DOCKER;

    /** The system property that chooses the runtime, {@code runc} or {@code docker}. */
    public static final String PROPERTY = "kguard.runtime";

    /**
     * The runtime that {@value #PROPERTY} names; runc if it is not set.
     *
     * @throws SandboxException if it names neither
     */
    public static ContainerRuntime configured() {
        String name = System.getProperty(PROPERTY, "runc");
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
