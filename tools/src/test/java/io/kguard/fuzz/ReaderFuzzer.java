// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Called by Jazzer with generated inputs. */
public final class ReaderFuzzer {
    private static @Nullable Reader target;

    private ReaderFuzzer() {}

    /**
     * Reads every seed once, so that loading classes does not count as a slow input or as fuzzing time.
     *
     * @param args the reader's name in lower case, and the folder of its seeds
     * @throws IOException if the machine fails
     */
    public static void fuzzerInitialize(String[] args) throws IOException {
        Reader reader = Reader.valueOf(args[0].toUpperCase(Locale.ROOT));
        List<Path> seeds;
        try (Stream<Path> files = Files.list(Path.of(args[1]))) {
            seeds = files.sorted().toList();
        }
        for (Path seed : seeds) {
            reader.read(Files.readAllBytes(seed));
        }
        target = reader;
    }

    /**
     * Reads an input.
     *
     * @throws IOException if the machine fails
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (target == null) {
            throw new IllegalStateException("no reader was named");
        }
        target.read(input);
    }
}
