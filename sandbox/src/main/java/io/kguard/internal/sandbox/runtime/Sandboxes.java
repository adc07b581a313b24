// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the sandbox of each runtime. */
public final class Sandboxes {
    private Sandboxes() {}

    /**
     * Opens a sandbox and removes what killed JVMs left behind.
     *
     * @throws SandboxException if the machine can't run containers; the message says what is missing
     */
    public static Sandbox open(SandboxOptions options) {
        RuntimeSandbox<?> sandbox = switch (options.runtime()) {
            case RUNC -> RuncSandbox.open(options);
            case DOCKER -> DockerSandbox.open(options);
        };
        sandbox.closeWithTheJvm();
        return sandbox;
    }

    /**
     * Requires what containers need of this process.
     *
     * @throws SandboxException if it is not root, or if new files would have other modes than on a node
     */
    public static void requireMachine() {
        try {
            Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!uid.equals(0)) {
                throw new SandboxException(
                        Reason.NOT_SUPPORTED,
                        "containers need root, and this JVM runs as uid " + uid
                                + ". Run it as root, or replay captures, which needs no privileges.");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED, "containers need Linux with /proc, which this machine lacks", e);
        }
        FileMask.require();
    }
}
