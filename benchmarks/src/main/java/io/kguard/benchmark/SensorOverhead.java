package io.kguard.benchmark;

import io.kguard.sensor.Observation;
import io.kguard.sensor.Sensor;
import io.kguard.sensor.SensorOptions;
import io.kguard.sensor.SensorStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the sensor costs the processes of the machine: loops of system calls without it, beside it but unmarked, and marked.
 * Each round runs all of a loop's variants one after the other; a ratio is the median of the rounds' ratios.
 */
public final class SensorOverhead {
    private static final List<String> LOOPS = List.of("getpid 1000000", "open 200000", "spawn 200");

    private SensorOverhead() {}

    /** Elapsed and processor time in nanoseconds per iteration. */
    private record Cost(double elapsed, double processor) {}

    /**
     * Prints a table.
     *
     * @param args the program {@code loops}, and the number of rounds
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String program = args[0];
        int rounds = Integer.parseInt(args[1]);
        System.out.printf(
                "%-16s %12s %34s %34s %12s%n",
                "loop", "without", "unmarked: elapsed, processor", "marked: elapsed, processor", "events lost");
        for (String loop : LOOPS) {
            List<Double> without = new ArrayList<>();
            List<Cost> unmarked = new ArrayList<>();
            List<Cost> marked = new ArrayList<>();
            long lost = 0;
            for (int round = 0; round < rounds; round++) {
                Cost base = run(program, loop, null);
                without.add(base.elapsed());
                try (Sensor sensor = Sensor.open(SensorOptions.defaults())) {
                    unmarked.add(ratio(run(program, loop, null), base));
                    try (Observation observation = sensor.observe((event, stateOnly) -> {})) {
                        marked.add(ratio(run(program, loop, observation), base));
                        observation.barrier();
                        SensorStats stats = observation.stats();
                        lost += stats.eventsLost();
                    }
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %9.0f ns %27.2f, %5.2f %27.2f, %5.2f %12d%n",
                    loop,
                    median(without),
                    median(unmarked.stream().map(Cost::elapsed).toList()),
                    median(unmarked.stream().map(Cost::processor).toList()),
                    median(marked.stream().map(Cost::elapsed).toList()),
                    median(marked.stream().map(Cost::processor).toList()),
                    lost);
        }
    }

    private static Cost run(String program, String loop, @Nullable Observation observation)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
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

    private static Cost ratio(Cost cost, Cost base) {
        return new Cost(cost.elapsed() / base.elapsed(), cost.processor() / base.processor());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
