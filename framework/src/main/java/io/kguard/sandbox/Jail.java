// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jail in which pods on runc and the processes that run them live: separate namespaces and a separate root
 * directory. The jail's ids own nothing on the machine, see {@code jail.h}. Of the machine's files it has runc,
 * read-only, and one folder.
 */
final class Jail {
    /** The kernel's id of the jail's root user. */
    static final int FIRST_ID = 0x4000_0000;

    private final Path folder;
    private final Shim holder;

    private Jail(Path folder, Shim holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /**
     * Starts a jail.
     *
     * @param programs the machine's files in it, by their path in the jail
     * @param folder an empty folder for the jail
     * @param freezer where the freezer hierarchy is mounted, if it is version 1
     */
    static Jail start(Path shim, Map<Path, Path> programs, Path folder, Optional<Path> freezer) throws IOException {
        Path root = folder.toRealPath();
        List<String> arguments = new ArrayList<>(List.of("jail", "-folder", root.toString()));
        programs.forEach((place, file) -> arguments.addAll(List.of("-file", file.toString(), place.toString())));
        freezer.ifPresent(hierarchy -> arguments.addAll(List.of("-thaw", hierarchy.toString())));
        Files.createDirectory(root.resolve("runc"));
        return new Jail(root, Shim.start(shim, arguments, new byte[0]).awaitReady());
    }

    /** The folder of the machine that is in the jail, at the same path inside and outside. */
    Path folder() {
        return folder;
    }

    /** Where runc keeps its state. */
    Path runcRoot() {
        return folder.resolve("runc");
    }

    /** Its first process. */
    long pid() {
        return holder.pid();
    }

    boolean isAlive() {
        return holder.isAlive();
    }

    /** Ends everything in the jail. Its folder stays. */
    void close() {
        holder.close();
    }
}
