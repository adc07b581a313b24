// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bounded file system in memory that is mounted over a folder, for this machine's daemons too. */
final class MemoryMount {
    private static final Duration MOUNTING = Duration.ofMinutes(1);
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** The command runs in the folder. So the folder's old content, hidden by the mount, is still accessible. */
    private static final String MOUNT = "mount -t tmpfs -o \"$1\" kguard \"$0\" && cp -a . \"$0\"";

    private MemoryMount() {}

    /** Mounts it, and copies the folder's content into it. */
    public static void over(Path folder, long bytes, int mode) throws IOException {
        String options = "mode=0" + Integer.toOctalString(mode) + ",nr_inodes=100000,size=" + bytes;
        run(folder, "sh", "-c", MOUNT, folder.toString(), options);
    }

    /** Unmounts everything on a folder and below it. Processes that use a mount keep it. */
    public static void detach(Path folder) throws IOException {
        for (Path place : mounts()) {
            if (place.startsWith(folder)) {
                try {
                    run(Path.of("/"), "umount", "-l", place.toString());
                } catch (IOException e) {
                    if (mounts().contains(place)) {
                        throw e;
                    }
                    // another JVM was first
                }
            }
        }
    }

    private static List<Path> mounts() throws IOException {
        return Files.readAllLines(MOUNTS).stream()
                .map(line -> Path.of(line.split(" ", 6)[4]))
                .toList();
    }

    private static void run(Path where, String... command) throws IOException {
        LocalProgram.Ended ended = LocalProgram.of(command).in(where).run(MOUNTING);
        if (!ended.isGood()) {
            throw new IOException(command[0] + " fails: " + ended.failure());
        }
    }
}
