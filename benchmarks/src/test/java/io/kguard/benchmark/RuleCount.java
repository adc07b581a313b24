// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how the cost of a replay depends on the number of rules: Falco's public ones; these and those of public repositories;
 * copies of all, with the same values and with other ones. Each set is measured in processes of its own, in turns. Processor time is
 * that of the whole process, including the JVM's compilers.
 */
final class RuleCount {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;
    private static final int LATER = 4;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private RuleCount() {}

    /**
     * Prints a table.
     *
     * @param args the folder {@code conformance} of {@code ../shared}, a folder for files, the number of rules and of rounds; or
     *     {@code write} and these but the rounds, only to write the rules; or {@code once}, a capture and rule files, for one process
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("once")) {
            once(Path.of(args[1]), Arrays.stream(args).skip(2).map(Path::of).toList());
            return;
        }
        if (args[0].equals("write")) {
            sets(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
            return;
        }
        Path conformance = Path.of(args[0]);
        print(
                sets(conformance, Path.of(args[1]), Integer.parseInt(args[2])),
                capture(conformance),
                Integer.parseInt(args[3]));
    }

    private static Path capture(Path conformance) {
        return conformance.resolve("big/busy.scap");
    }

    private static Map<String, List<Path>> sets(Path conformance, Path scratch, int rules) throws IOException {
        Path folder = Files.createDirectories(scratch);
        RuleCopies same = new RuleCopies(conformance, false).withoutNoisy(capture(conformance));
        RuleCopies different = new RuleCopies(conformance, true).withoutNoisy(capture(conformance));
        Map<String, List<Path>> sets = new LinkedHashMap<>();
        sets.put("public", RuleCopies.publicFiles(conformance));
        sets.put("and of users", List.of(same.writeOnce(folder.resolve("once.yaml"))));
        sets.put("copies", List.of(same.write(folder.resolve("copies.yaml"), rules)));
        sets.put("other values", List.of(different.write(folder.resolve("different.yaml"), rules)));
        return sets;
    }

    private static void print(Map<String, List<Path>> sets, Path capture, int rounds)
            throws IOException, InterruptedException {
        Map<String, List<double[]>> costs = new LinkedHashMap<>();
        sets.keySet().forEach(name -> costs.put(name, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<Path>> set : sets.entrySet()) {
                costs.getOrDefault(set.getKey(), List.of()).add(process(capture, set.getValue()));
            }
        }
        System.out.printf("%-14s %8s %12s %14s %14s%n", "rules", "count", "load cpu s", "1st replay", "later replays");
        double[] first = {};
        for (Map.Entry<String, List<double[]>> set : costs.entrySet()) {
            double[] cost = medians(set.getValue());
            first = first.length == 0 ? cost : first;
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %8.0f %12.2f %7.2f %6.2fx %7.2f %6.2fx%n",
                    set.getKey(),
                    cost[0],
                    cost[1],
                    cost[2],
                    cost[2] / first[2],
                    cost[3],
                    cost[3] / first[3]);
        }
    }

    private static double[] medians(List<double[]> costs) {
        double[] medians = new double[costs.get(0).length];
        for (int i = 0; i < medians.length; i++) {
            int figure = i;
            medians[i] = Median.of(costs, cost -> cost[figure]);
        }
        return medians;
    }

    private static double[] process(Path capture, List<Path> rules) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RuleCount.class.getName(),
                "once",
                capture.toString()));
        rules.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with status " + process.exitValue());
        }
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Prints the number of rules, and what loading, the first replay and a later one take. */
    private static void once(Path capture, List<Path> files) throws IOException {
        double start = seconds();
        RuleSet rules = RuleSet.compile(RuleLoader.of(VERSION).load(files).orThrow(), EngineOptions.of(VERSION));
        double loaded = seconds();
        replay(rules, capture);
        double first = seconds();
        replay(rules, capture); // the JVM still compiles
        double[] later = new double[LATER];
        for (int i = 0; i < LATER; i++) {
            double begin = seconds();
            replay(rules, capture);
            later[i] = seconds() - begin;
        }
        Arrays.sort(later);
        System.out.println(
                rules.rules().size() + " " + (loaded - start) + " " + (first - loaded) + " " + later[LATER / 2]);
    }

    private static void replay(RuleSet rules, Path capture) throws IOException {
        long[] alerts = {0};
        Replay.of(rules).run(capture, alert -> alerts[0]++).orThrow();
        if (alerts[0] == 0) {
            throw new IllegalStateException("no rule fired: this is not the capture, or these are not the rules");
        }
    }

    private static double seconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }
}
