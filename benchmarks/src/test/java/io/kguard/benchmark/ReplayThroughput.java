// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Measures how fast a capture replays with the public rules that are enabled by default. As a whole process, including
 * JVM start and rule loading, for the capture itself and for several copies in one file; and in steady state, after the
 * same process has replayed it before. Processor time is that of the whole process, including the compiler and the
 * garbage collector.
 *
 * <p>Falco 0.40's figures are printed for comparison. Those for several copies are computed from its measured start
 * time and its measured rate for one.
 */
final class ReplayThroughput {
    private static final FalcoVersion VERSION = FalcoVersion.V0_40;
    private static final int WARM_UP = 16;

    /** Falco's figures in seconds, from ../shared/conformance/BASELINE.md: compressed and not. */
    private static final double FALCO_COMPRESSED = 0.938;

    private static final double FALCO_PLAIN = 0.813;
    private static final double FALCO_COMPRESSED_WALL = 1.202;
    private static final double FALCO_PLAIN_WALL = 1.104;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ReplayThroughput() {}

    /** The duration of a replay, in seconds of the clock and of processors. */
    private record Cost(long events, double elapsed, double processor) {}

    /**
     * Prints a table.
     *
     * @param args the folder {@code conformance} of {@code ../shared}, a folder for files, and the number of rounds; or
     *     {@code once}, {@code conformance} and a capture, to measure a whole process
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("once")) {
            Cost cost = replay(rules(Path.of(args[1])), Path.of(args[2]));
            System.out.println(cost.events() + " " + SYSTEM.getProcessCpuTime() / 1e9);
            return;
        }
        Path conformance = Path.of(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        int rounds = Integer.parseInt(args[2]);
        Path compressed = conformance.resolve("big/busy.scap");
        Path plain = plain(compressed, folder.resolve("busy.scap"), 1);
        Path several = plain(compressed, folder.resolve("busy-4.scap"), 4);
        System.out.printf(
                "%-34s %10s %10s %10s %12s %14s%n", "replay", "events", "wall s", "cpu s", "events/s", "Falco 0.40");
        whole("whole process, compressed", conformance, compressed, rounds, FALCO_COMPRESSED_WALL);
        whole("whole process", conformance, plain, rounds, FALCO_PLAIN_WALL);
        whole("whole process, four in one file", conformance, several, rounds, FALCO_PLAIN_WALL + 3 * FALCO_PLAIN);
        RuleSet rules = rules(conformance);
        steady("steady state, compressed", rules, compressed, rounds, FALCO_COMPRESSED);
        steady("steady state", rules, plain, rounds, FALCO_PLAIN);
        Files.delete(several);
    }

    /** Writes a capture of Falco's several times, uncompressed, to one file. */
    private static Path plain(Path capture, Path file, int times) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < times; i++) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(capture))) {
                    in.transferTo(out);
                }
            }
        }
        return file;
    }

    private static RuleSet rules(Path conformance) {
        Path folder = conformance.resolve("falco-rules/0.40");
        return RuleSet.compile(
                RuleLoader.of(VERSION)
                        .load(
                                folder.resolve("falco_rules.yaml"),
                                folder.resolve("falco-incubating_rules.yaml"),
                                folder.resolve("falco-sandbox_rules.yaml")),
                EngineOptions.of(VERSION));
    }

    private static Cost replay(RuleSet rules, Path capture) throws IOException {
        long processor = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        long[] alerts = {0};
        long events =
                Replay.of(rules).run(capture, alert -> alerts[0]++).orThrow().events();
        if (alerts[0] == 0) {
            throw new IllegalStateException("no rule fired: this is not the capture, or these are not the rules");
        }
        return new Cost(events, (System.nanoTime() - start) / 1e9, (SYSTEM.getProcessCpuTime() - processor) / 1e9);
    }

    private static void whole(String name, Path conformance, Path capture, int rounds, double falco)
            throws IOException, InterruptedException {
        List<Cost> costs = new ArrayList<>();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ReplayThroughput.class.getName(),
                "once",
                conformance.toString(),
                capture.toString());
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with status " + process.exitValue());
            }
            String[] figures = text.split(" ", -1);
            costs.add(new Cost(
                    Long.parseLong(figures[0]), (System.nanoTime() - start) / 1e9, Double.parseDouble(figures[1])));
        }
        print(name, costs, String.format(Locale.ROOT, "%.2f s wall", falco));
    }

    private static void steady(String name, RuleSet rules, Path capture, int rounds, double falco) throws IOException {
        for (int round = 0; round < WARM_UP; round++) {
            replay(rules, capture);
        }
        List<Cost> costs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            costs.add(replay(rules, capture));
        }
        print(name, costs, String.format(Locale.ROOT, "%.2f M/s", costs.get(0).events() / falco / 1e6));
    }

    private static void print(String name, List<Cost> costs, String falco) {
        long events = costs.get(0).events();
        double elapsed = median(costs.stream().map(Cost::elapsed).toList());
        double processor = median(costs.stream().map(Cost::processor).toList());
        System.out.printf(
                Locale.ROOT,
                "%-34s %10d %10.3f %10.3f %8.2f M/s %14s%n",
                name,
                events,
                elapsed,
                processor,
                events / processor / 1e6,
                falco);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
