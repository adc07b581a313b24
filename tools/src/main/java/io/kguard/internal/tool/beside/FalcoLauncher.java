// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Where the program of a Falco is, and how it starts. Its text names the place in messages. */
interface FalcoLauncher {
    /**
     * The end of a run.
     *
     * @param status the exit status; empty if it had to be ended
     * @param output what it printed
     */
    record Ending(OptionalInt status, String output) {}

    /**
     * The files of a run. Falco has them by the absolute paths that they have here.
     *
     * @param read files and folders that it reads
     * @param appended existing files to which it appends
     */
    record RunFiles(List<Path> read, List<Path> appended) {
        public RunFiles {
            read = List.copyOf(read);
            appended = List.copyOf(appended);
        }
    }

    /**
     * The library of Falco's container plugin, which Falco needs since 0.41 for the fields of containers: a path, or a name
     * in its folder of plugins.
     *
     * @throws IOException if there is none; the message says how to name one
     */
    String containerPlugin() throws IOException;

    /**
     * Runs Falco to its end, or ends it.
     *
     * @param limit how long it may run
     * @throws IOException if it can't run
     */
    Ending run(List<String> arguments, RunFiles files, Duration limit) throws IOException;
}
