// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.benchmark.LoopProgram.Cost;
import io.kguard.internal.sensor.Observation;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.sensor.SensorOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the sensor costs the processes of the machine: loops of system calls without it, with an empty program
 * in its place, unmarked next to it, and marked with everything recorded. Each round runs all variants of a loop in a
 * row. A ratio is the median over the rounds of the ratio to the same round's run without the sensor.
 */
final class SensorOverhead {
    private static final List<String> LOOPS = List.of("getpid 1000000", "open 200000", "relative 200000", "spawn 200");

    private SensorOverhead() {}

    private static final class Rounds {
        final List<Cost> without = new ArrayList<>();
        final List<Cost> bare = new ArrayList<>();
        final List<Cost> unmarked = new ArrayList<>();
        final List<Cost> marked = new ArrayList<>();
        long lost;
    }

    /**
     * Prints a table.
     *
     * @param args the program {@code loops}, the program {@code bare}, and the number of rounds
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        LoopProgram program = new LoopProgram(args[0]);
        int rounds = Integer.parseInt(args[2]);
        System.out.println("Ratios of elapsed and of processor time to a run without sensor, medians of " + rounds
                + " paired rounds");
        System.out.printf(
                "%-16s %12s %15s %17s %17s %8s%n", "loop", "without", "empty program", "unmarked", "marked", "lost");
        for (String loop : LOOPS) {
            Rounds of = new Rounds();
            for (int i = 0; i < rounds; i++) {
                round(program, args[1], loop, of);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %9.0f ns %15s %17s %17s %8d%n",
                    loop,
                    Median.of(of.without, Cost::elapsed),
                    ratios(of.bare),
                    ratios(of.unmarked),
                    ratios(of.marked),
                    of.lost);
        }
    }

    private static void round(LoopProgram program, String bare, String loop, Rounds rounds)
            throws IOException, InterruptedException {
        Cost base = program.run(loop, null);
        rounds.without.add(base);
        Process empty = new ProcessBuilder(bare)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (empty.inputReader().readLine() == null) {
            throw new IOException(bare + " failed");
        }
        rounds.bare.add(program.run(loop, null).relativeTo(base));
        empty.getOutputStream().close();
        empty.waitFor();
        try (Sensor sensor = Sensor.open(SensorOptions.defaults())) {
            rounds.unmarked.add(program.run(loop, null).relativeTo(base));
            try (Observation observation = sensor.observe(event -> {})) {
                rounds.marked.add(program.run(loop, observation).relativeTo(base));
                observation.barrier();
                rounds.lost += observation.stats().eventsLost();
            }
        }
    }

    private static String ratios(List<Cost> costs) {
        return String.format(
                Locale.ROOT, "%.2f  %.2f", Median.of(costs, Cost::elapsed), Median.of(costs, Cost::processor));
    }
}
