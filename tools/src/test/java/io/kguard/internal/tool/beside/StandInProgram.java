// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The program {@link WatchingStandIn}, as a user would name that of a Falco. */
public final class StandInProgram {
    private StandInProgram() {}

    /**
     * Writes the program.
     *
     * @param script its folder
     * @param drops how often it says at its end that it lost events
     */
    public static FalcoProgram in(Path script, int drops) throws IOException {
        Path classes = Path.of(WatchingStandIn.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path program = Files.writeString(
                script.resolve("falco"),
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s '%s' %d \"$2\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                classes,
                                WatchingStandIn.class.getName(),
                                script,
                                drops));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new FalcoProgram(program, Files.writeString(script.resolve("libcontainer.so"), ""));
    }
}
