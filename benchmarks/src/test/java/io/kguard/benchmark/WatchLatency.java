// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.tool.watch.Watch;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long {@code kguard:watch} takes from the save of a rule file to the verdicts of the checks that the change affects. Each
 * scenario of a folder plays once before.
 */
final class WatchLatency {
    private static final double MILLION = 1e6;
    private static final int WARM_UP = 5;

    private WatchLatency() {}

    /**
     * Prints the figures.
     *
     * @param args a folder of scenarios, a folder for a copy of the rules, the number of saves of each kind, a text that stands in the
     *     condition of one rule, one that stands in a macro of many, and the rules
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        int rounds = Integer.parseInt(args[2]);
        List<Path> rules = new ArrayList<>();
        for (String file : Arrays.asList(args).subList(5, args.length)) {
            Path copy = folder.resolve(Path.of(file).getFileName());
            Files.write(copy, Files.readAllBytes(Path.of(file)));
            rules.add(copy);
        }
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(rules, FalcoVersion.CURRENT, Matching.ALL, true),
                new ScenarioOptions(List.of(Path.of(args[0])), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), PlayOptions.defaultParallel()));
        try (Watch watch = Watch.open(options, Console.plain(line -> {}))) {
            List<CheckResult> all = watch.playAll();
            System.out.printf(
                    Locale.ROOT,
                    "%d checks, %d did not pass%n",
                    all.size(),
                    all.stream().filter(check -> !check.isPassed()).count());
            measure("one rule", watch, rules, args[3], rounds);
            measure("a macro of many rules", watch, rules, args[4], rounds);
        }
    }

    private static void measure(String what, Watch watch, List<Path> rules, String text, int rounds)
            throws IOException, InterruptedException {
        Path file = rules.get(0);
        for (Path rule : rules) {
            if (Files.readString(rule).contains(text)) {
                file = rule; // the last that defines a macro counts
            }
        }
        String original = Files.readString(file);
        if (!original.contains(text)) {
            throw new IllegalArgumentException("no rule file has the text " + text);
        }
        String changed = original.replace(text, "(" + text + " and evt.num != 0)");
        List<Double> millis = new ArrayList<>();
        int judged = 0;
        for (int i = 0; i < WARM_UP + rounds; i++) {
            long start = System.nanoTime();
            Files.writeString(file, i % 2 == 0 ? changed : original);
            List<CheckResult> results = watch.next();
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - start) / MILLION);
            }
            judged = results.size();
            if (results.isEmpty()) {
                throw new IllegalStateException("the save of " + file + " affected no check");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d checks judged again, from save to verdict %s%n",
                what,
                judged,
                Latencies.text(millis));
    }
}
