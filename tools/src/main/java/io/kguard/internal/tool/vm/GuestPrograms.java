// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import io.kguard.internal.image.Busybox;
import io.kguard.internal.image.MachinePrograms;
import io.kguard.internal.sandbox.runtime.Runc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs of this machine that a guest needs to run kguard, with their libraries: a small system. */
public final class GuestPrograms {
    /** What java and kguard's own libraries need; newer C libraries have some of them no more. */
    private static final List<String> LIBRARIES = List.of("""
            libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libz.so.1 libgcc_s.so.1 libstdc++.so.6""".split("\\s+", -1));

    private static final List<Path> BUSYBOX =
            List.of(Path.of("/usr/bin/busybox"), Path.of("/bin/busybox"), Busybox.BESIDE);

    private GuestPrograms() {}

    /**
     * Adds them.
     *
     * @param runc the runc that the user names; null for the one on the path
     */
    public static void addTo(GuestFiles files, @Nullable Path runc) throws IOException {
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            files.withLink(Path.of("/" + name), "usr/" + name);
            files.withFolder(Path.of("/usr/" + name), 0755);
        }
        MachinePrograms programs = MachinePrograms.ofImages();
        programs.addLibraries(LIBRARIES);
        put(programs.files(), files);
        programs.links().forEach((place, target) -> files.withLink(place, target.toString()));
        put(Runc.find(runc, Path.of("/run")).files(), files);
        files.withLink(Path.of("/usr/bin/sh"), "dash")
                .withText(Path.of("/etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n")
                .withText(Path.of("/etc/group"), "root:x:0:\n")
                .withText(Path.of("/etc/hosts"), "127.0.0.1 localhost kguard\n")
                .withText(Path.of("/etc/resolv.conf"), "nameserver 127.0.0.1\n");
    }

    /**
     * Adds git.
     *
     * @throws GuestException if there is none
     */
    public static void addGit(GuestFiles files) throws IOException {
        Path git = Path.of("/usr/bin/git");
        if (!Files.isExecutable(git)) {
            throw new GuestException("there is no git, with which rules are compared with earlier ones. Install it");
        }
        MachinePrograms programs = new MachinePrograms();
        programs.addProgram(git);
        put(programs.files(), files);
    }

    private static void put(Map<Path, Path> programs, GuestFiles files) {
        programs.forEach((place, file) -> files.with(file, place, any -> true));
    }

    /**
     * The busybox of this machine.
     *
     * @throws GuestException if there is none
     */
    public static Path busybox() {
        return BUSYBOX.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new GuestException(
                        "there is no busybox, the first program of a virtual machine. Install the package busybox"));
    }
}
