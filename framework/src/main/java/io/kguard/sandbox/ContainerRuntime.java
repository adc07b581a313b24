// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;

/** What runs the containers of a simulation. */
@API(status = API.Status.INTERNAL)
public enum ContainerRuntime {
    /** The embedded default: runc, with a shim, images and cgroups as a kubelet's container runtime lays them out. */
    RUNC,
    /** A Docker daemon, through Testcontainers: for images that live in registries. */
    DOCKER;

    /** The system property that chooses the runtime, {@code runc} or {@code docker}. */
    public static final String PROPERTY = "kguard.runtime";

    /**
     * The runtime that {@value #PROPERTY} names, runc if it is not set.
     *
     * @throws SandboxException if it names none
     */
    public static ContainerRuntime configured() {
        String name = System.getProperty(PROPERTY, "runc");
        return switch (name) {
            case "runc" -> RUNC;
            case "docker" -> DOCKER;
            default ->
                throw new SandboxException(
                        SandboxException.Reason.BAD_REQUEST,
                        "-D" + PROPERTY + "=" + name + " is no container runtime. Use runc or docker.");
        };
    }
}
