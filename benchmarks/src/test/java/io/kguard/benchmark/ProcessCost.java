// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a whole process took, as the kernel counts it.
 *
 * @param processor seconds of processors, its own and those of processes that it waited for
 * @param elapsed seconds of the clock
 * @param memory the most MB that one of these processes had
 */
record ProcessCost(double processor, double elapsed, double memory) {
    private static final double MICROS = 1e6;
    private static final double KILO = 1024;

    /** One of the figures. */
    enum Figure {
        PROCESSOR,
        ELAPSED,
        MEMORY
    }

    double of(Figure figure) {
        return switch (figure) {
            case PROCESSOR -> processor;
            case ELAPSED -> elapsed;
            case MEMORY -> memory;
        };
    }

    /**
     * Runs a command, which must succeed.
     *
     * @param helper the program made of {@code cost.c}
     * @param scratch a folder for its output
     * @param workplace the folder to run it in
     */
    static ProcessCost measure(Path helper, Path scratch, Path workplace, List<String> command)
            throws IOException, InterruptedException {
        Path figures = scratch.resolve("cost");
        Path output = scratch.resolve("output");
        Files.deleteIfExists(figures);
        List<String> words = new ArrayList<>(List.of(helper.toString(), figures.toString()));
        words.addAll(command);
        int status = new ProcessBuilder(words)
                .directory(workplace.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with status " + status + ":\n" + Files.readString(output));
        }
        String[] cost = Files.readString(figures).strip().split(" ", -1);
        return new ProcessCost(
                Double.parseDouble(cost[0]) / MICROS,
                Double.parseDouble(cost[1]) / MICROS,
                Double.parseDouble(cost[2]) / KILO);
    }
}
