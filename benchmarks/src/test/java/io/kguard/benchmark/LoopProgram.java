// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.internal.sensor.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the program {@code loops}: a loop of system calls that measures itself. */
record LoopProgram(String path) {
    /** Elapsed and processor time in nanoseconds per iteration. */
    record Cost(double elapsed, double processor) {
        Cost relativeTo(Cost base) {
            return new Cost(elapsed / base.elapsed, processor / base.processor);
        }
    }

    /**
     * Runs a loop to its end.
     *
     * @param loop its name and the number of iterations
     * @param observation the observation that watches it, or null
     */
    Cost run(String loop, @Nullable Observation observation) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path));
        command.addAll(List.of(loop.split(" ", -1)));
        Process process = new ProcessBuilder(command).start();
        if (observation != null) {
            observation.watchProcess(process.pid(), false);
        }
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        String[] figures = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return new Cost(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }
}
