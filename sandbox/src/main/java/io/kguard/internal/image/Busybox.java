// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.internal.program.LocalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The machine's busybox whose shell starts programs, as those of Docker Hub and Alpine do. That of Debian's busybox-static
 * runs its own commands without the call execve, or as a program named {@code exe}, so rules would see something else.
 */
public final class Busybox {
    /** Where a second busybox may lie, since Debian's two packages exclude each other. */
    public static final Path BESIDE = Path.of("/usr/local/lib/kguard/busybox");

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/busybox"), Path.of("/bin/busybox"), BESIDE);
    private static final int NOT_FOUND = 127;
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    private Busybox() {}

    /** Its program; empty if the machine has none. */
    public static Optional<Path> find() throws IOException {
        for (Path place : PLACES) {
            if (Files.isExecutable(place) && startsPrograms(place)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** What to do if the machine has none. */
    public static String fix() {
        return "install Debian's package busybox in place of busybox-static, or put its program at " + BESIDE;
    }

    /** The paths of its commands, without the first slash. */
    static List<String> commands(Path busybox) throws IOException {
        return run(busybox, "--list-full").output().lines().toList();
    }

    private static boolean startsPrograms(Path busybox) throws IOException {
        return run(busybox, "sh", "-c", "PATH=/nonexistent; true | ls").status().equals(OptionalInt.of(NOT_FOUND));
    }

    private static LocalProgram.Ended run(Path busybox, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, busybox.toAbsolutePath().toString());
        return LocalProgram.of(command).run(MOST_TIME);
    }
}
