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
 * Where pods on runc live, and what runs them: namespaces of their own with a root of their own, whose ids own nothing of
 * the machine. See {@code jail.h}. Of the machine's files it has runc, read only, and one folder.
 */
final class Jail {
    /** The kernel's id of the jail's root. */
    static final int FIRST_ID = 0x4000_0000;

    private final Path folder;
    private final Shim holder;

    private Jail(Path folder, Shim holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /**
     * Starts one.
     *
     * @param programs what it has of the machine's files, by the path in the jail
     * @param folder an empty folder of its own
     * @param freezer where the hierarchy of the freezer is mounted, if it is one of version 1
     */
    static Jail start(Path shim, Map<Path, Path> programs, Path folder, Optional<Path> freezer) throws IOException {
        Path root = folder.toRealPath();
        List<String> arguments = new ArrayList<>(List.of("jail", "-folder", root.toString()));
        programs.forEach((place, file) -> arguments.addAll(List.of("-file", file.toString(), place.toString())));
        freezer.ifPresent(hierarchy -> arguments.addAll(List.of("-thaw", hierarchy.toString())));
        Files.createDirectory(root.resolve("runc"));
        return new Jail(root, Shim.start(shim, arguments, new byte[0]).awaitReady());
    }

    /** What of the machine is in it: at the same path, here and there. */
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

    /** Ends everything in it. Its folder stays. */
    void close() {
        holder.close();
    }
}
