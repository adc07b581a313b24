// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks whether this machine can confine pods on runc, by starting and ending a jail. Needs root. */
public final class JailCheck {
    private JailCheck() {}

    /**
     * Starts a jail and ends it. Leaves nothing behind.
     *
     * @param options names the runc to use
     * @param parent a folder for its files; it is made, and removed if nothing is left in it
     * @throws SandboxException if it does not start; the message says why
     * @throws IOException if the folder is not writable
     */
    public static void run(SandboxOptions options, Path parent) throws IOException {
        Sandboxes.requireMachine();
        Files.createDirectories(parent);
        Path home = Files.createTempDirectory(parent, "kguard-jail-check-");
        try {
            Runc runc = Runc.find(options.runc(), home);
            Path folder = home.resolve("jail");
            Files.createDirectories(folder.resolve("work"));
            Jail.start(NativeProgram.SHIM.write(home), runc.files(), folder, Optional.empty())
                    .close();
        } finally {
            FileTrees.delete(home);
            StateFolder.removeIfEmpty(parent);
        }
    }
}
