// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sandbox.container.RuntimeSandbox;
import io.kguard.internal.sandbox.docker.DockerSandbox;
import io.kguard.internal.sandbox.runc.RuncSandbox;

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
}
