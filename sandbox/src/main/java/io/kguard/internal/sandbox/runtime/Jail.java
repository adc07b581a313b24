// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.workload.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jail in which pods on runc and the processes that run them live: separate namespaces and a separate root
 * directory. The jail's ids own nothing on the machine, see {@code jail.h}. Of the machine's files it has runc and one
 * folder, both read-only.
 */
final class Jail {
    /** Where the user namespace of the containers is, which is below the jail's; see {@code user_namespace.h}. */
    public static final String CONTAINERS_USER_NAMESPACE = "/run/containers-user-namespace";

    /** How many ids of a jail no other jail has. */
    static final int OWN_IDS = 0x10_0000;

    private static final int IDS = 0x4000_0000;

    /** The ids of the containers' user namespace in the jail's, as the OCI specification has them: the same. */
    public static final List<Object> ID_MAPPINGS = List.of(mapping(0, OWN_IDS), mapping(OWN_IDS, IDS - OWN_IDS));

    private final Path folder;
    private final Shim holder;
    private final int firstId;

    private Jail(Path folder, Shim holder, int firstId) {
        this.folder = folder;
        this.holder = holder;
        this.firstId = firstId;
    }

    private static Object mapping(int first, int count) {
        return Json.object("containerID", first, "hostID", first, "size", count);
    }

    /**
     * Starts a jail.
     *
     * @param programs the machine's files in it, by their path in the jail
     * @param folder a folder for the jail, with the empty folder {@code work}
     * @param freezer where the freezer hierarchy is mounted, if it is version 1
     */
    public static Jail start(Path shim, Map<Path, Path> programs, Path folder, Optional<Path> freezer)
            throws IOException {
        Path root = folder.toRealPath();
        List<String> arguments = new ArrayList<>(List.of("jail", "-folder", root.toString()));
        programs.forEach((place, file) -> arguments.addAll(List.of("-file", file.toString(), place.toString())));
        freezer.ifPresent(hierarchy -> arguments.addAll(List.of("-thaw", hierarchy.toString())));
        Shim holder = Shim.start(shim, arguments, new byte[0]).awaitReady();
        try {
            return new Jail(root, holder, firstId(holder.pid()));
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    /** A line of the map is the first id inside, the first one outside, and how many. */
    private static int firstId(long pid) throws IOException {
        String first = Files.readAllLines(Path.of("/proc/" + pid + "/uid_map")).get(0);
        return Integer.parseInt(first.strip().split(" +", 3)[1]);
    }

    /** The kernel's id of the jail's root user, which is also that of the containers'. */
    public int firstId() {
        return firstId;
    }

    /** The folder of the machine that is in the jail, at the same path inside and outside. Nothing inside can write to it. */
    public Path folder() {
        return folder;
    }

    /** Its first process. */
    public long pid() {
        return holder.pid();
    }

    /** Ends everything in the jail. Its folder stays. */
    public void close() {
        holder.close();
    }
}
