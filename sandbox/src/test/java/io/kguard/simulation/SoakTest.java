// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many simulations get the same verdicts as a few, and leave nothing in the JVM. {@code -Dkguard.soak=1000} runs more
 * of them, and {@code -Dkguard.soak.everywhere} also under other conditions: {@code bin/soak}.
 */
@RequiresRoot
@Timeout(24 * 3600)
class SoakTest {
    private static final int RUNS = Integer.getInteger("kguard.soak", 60);
    private static final List<String> ROWS = new ArrayList<>();

    @Test
    void whatTheJvmHoldsDoesNotGrow(@TempDir Path folder) throws Exception {
        soak("side by side", folder, 1, 4, 0);
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "kguard.soak.everywhere", matches = ".*", disabledReason = "bin/soak runs them")
    @CsvSource({"in a row, 1, 1, 0", "under load, 1, 4, 4", "in two JVMs, 2, 2, 0"})
    void norElsewhere(String title, int jvms, int parallel, int load, @TempDir Path folder) throws Exception {
        soak(title, folder, jvms, parallel, load);
    }

    @AfterAll
    static void printFigures() {
        System.out.printf(
                "%n%-14s %5s %8s %5s %7s %7s %7s %10s %7s %8s%n",
                "simulations", "JVMs", "at once", "load", "runs", "flakes", "growth", "median ms", "p95 ms", "seconds");
        ROWS.forEach(System.out::println);
    }

    /** Runs several JVMs in parallel, next to processes that only compute. */
    private static void soak(String title, Path folder, int jvms, int parallel, int load) throws Exception {
        List<Process> running = new ArrayList<>();
        List<Process> busy = new ArrayList<>();
        try {
            for (int i = 0; i < load; i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            List<Path> outputs = new ArrayList<>();
            for (int i = 0; i < jvms; i++) {
                Path own = Files.createDirectory(folder.resolve("jvm" + i));
                outputs.add(own.resolve("output"));
                running.add(start(own, RUNS / jvms, parallel));
            }
            for (int i = 0; i < jvms; i++) {
                int status = running.get(i).waitFor();
                String output = Files.readString(outputs.get(i), UTF_8);
                System.out.println(output);
                SoakFigures figures = SoakFigures.in(output);
                ROWS.add("%-14s %5d %8d %5d %7d %7d %7s %10d %7d %8d"
                        .formatted(
                                title,
                                jvms,
                                parallel,
                                load,
                                figures.runs(),
                                figures.flakes(),
                                figures.steady() ? "none" : "yes",
                                figures.medianMillis(),
                                figures.p95Millis(),
                                figures.seconds()));
                assertThat(status).as(output).isZero();
            }
        } finally {
            running.forEach(Process::destroyForcibly);
            busy.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(Path folder, int runs, int parallel) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Soak.class.getName(),
                        folder.toString(),
                        String.valueOf(runs),
                        String.valueOf(parallel))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }
}
