// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the sandbox of each runtime, and says what a machine can run and what killed runs left. */
public final class Sandboxes {
    private Sandboxes() {}

    /**
     * Opens a sandbox and removes what killed JVMs left behind.
     *
     * @throws SandboxException if the machine can't run containers; the message says what is missing
     */
    public static Sandbox open(SandboxOptions options) {
        requireMachine();
        RuntimeSandbox<?> sandbox = switch (options.runtime()) {
            case RUNC -> RuncSandbox.open(options);
            case DOCKER -> DockerSandbox.open(options);
        };
        sandbox.closeWithTheJvm();
        return sandbox;
    }

    /** What the runtime needs and this machine lacks now, and what to do; empty if it is there. */
    public static String missing(SandboxOptions options) {
        try {
            switch (options.runtime()) {
                case RUNC -> Runc.find(options.runc(), options.stateDirectory());
                case DOCKER -> DockerSandbox.ping();
            }
            return "";
        } catch (SandboxException e) {
            return String.valueOf(e.getMessage());
        }
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

    /**
     * Starts a jail and ends it, as pods on runc need one. Leaves nothing behind.
     *
     * @param options names the runc to use
     * @param parent a folder for its files; it is made, and removed if nothing is left in it
     * @throws SandboxException if it does not start; the message says why
     * @throws IOException if the folder is not writable
     */
    public static void tryJail(SandboxOptions options, Path parent) throws IOException {
        requireMachine();
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

    /**
     * Finds what killed JVMs left on this machine, without changing anything. The next sandbox removes it.
     *
     * @return the paths of folders and cgroups
     * @throws IOException if the search fails
     */
    public static List<Path> leftovers(SandboxOptions options) throws IOException {
        List<CgroupMount> mounts = CgroupMount.all();
        List<Path> found = new ArrayList<>();
        for (Map.Entry<Path, List<String>> owner :
                StateFolder.leftovers(options.stateDirectory()).entrySet()) {
            found.add(owner.getKey());
            for (String cgroup : owner.getValue()) {
                mounts.stream()
                        .map(mount -> mount.path().resolve(cgroup.substring(1)))
                        .filter(Files::isDirectory)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
