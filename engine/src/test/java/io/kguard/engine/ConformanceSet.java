// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recordings of the catalogue's attacks in the project, for Falco 0.40 and therefore with enter events. A test of
 * {@code framework} records them.
 */
public final class ConformanceSet {
    /** The folder, relative to the folder of any module. */
    public static final Path FOLDER = Path.of("../engine/src/test/resources/io/kguard/conformance");

    /** The file name ending of recordings. */
    public static final String ENDING = ".scap";

    private ConformanceSet() {}

    /** The recordings. */
    public static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }
}
