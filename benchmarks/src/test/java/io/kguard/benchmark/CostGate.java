// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Says whether the program costs more than it may: what it takes for some everyday work, as a share of what an earlier program takes
 * for the same, both measured in turns. A share does not depend on the machine, and little on what else runs there.
 */
final class CostGate {
    /** By this much a figure may be larger than the file says. */
    private static final double TOLERATED = 1.1;
    /** A figure is lowered if it is smaller by more than luck. */
    private static final double SMALLER = 0.95;

    private final Path helper;
    private final Path scratch;
    private final GateWork work;

    private CostGate(Path helper, Path scratch) throws IOException {
        this.helper = helper;
        this.scratch = Files.createDirectories(scratch);
        this.work = new GateWork(scratch);
    }

    /**
     * Prints a table, lowers figures in the file, and exits with 1 if one is too large.
     *
     * @param args the program made of {@code cost.c}, a folder for files, the file of figures, the number of rounds, and the folders of
     *     the two programs
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        CostGate gate =
                new CostGate(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath());
        ExpectedCosts expected = new ExpectedCosts(Path.of(args[2]));
        if (!expected.names().equals(gate.work.figures())) {
            throw new IllegalStateException(
                    args[2] + " must have these figures, in this order: " + String.join(", ", gate.work.figures()));
        }
        int rounds = Integer.parseInt(args[3]);
        List<String> tooLarge = gate.compare(expected, rounds, Path.of(args[4]), Path.of(args[5]));
        if (!tooLarge.isEmpty()) {
            System.out.println("Too slow or too large: " + String.join(", ", tooLarge));
            System.exit(1);
        }
    }

    private List<String> compare(ExpectedCosts expected, int rounds, Path program, Path reference)
            throws IOException, InterruptedException {
        Map<GateWork.Task, List<ProcessCost[]>> costs = new LinkedHashMap<>();
        work.tasks().forEach(task -> costs.put(task, new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<GateWork.Task, List<ProcessCost[]>> task : costs.entrySet()) {
                ProcessCost[] pair = pair(task.getKey(), program, reference, round % 2 == 0);
                if (round > 0) { // the first only fills the machine's caches
                    task.getValue().add(pair);
                }
            }
        }
        System.out.printf("%-20s %10s %10s %7s %9s%n", "", "now", "reference", "share", "expected");
        List<String> tooLarge = new ArrayList<>();
        for (Map.Entry<GateWork.Task, List<ProcessCost[]>> task : costs.entrySet()) {
            for (Map.Entry<String, ProcessCost.Figure> figure :
                    task.getKey().figures().entrySet()) {
                if (!isSmallEnough(figure.getKey(), figure.getValue(), task.getValue(), expected)) {
                    tooLarge.add(figure.getKey());
                }
            }
        }
        return tooLarge;
    }

    private ProcessCost[] pair(GateWork.Task task, Path program, Path reference, boolean programFirst)
            throws IOException, InterruptedException {
        ProcessCost first = cost(task, programFirst ? program : reference);
        ProcessCost second = cost(task, programFirst ? reference : program);
        return programFirst ? new ProcessCost[] {first, second} : new ProcessCost[] {second, first};
    }

    private ProcessCost cost(GateWork.Task task, Path home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(home.resolve("bin/kguard").toAbsolutePath().toString()));
        command.addAll(task.arguments());
        return ProcessCost.measure(helper, scratch, task.workplace(), command);
    }

    private static boolean isSmallEnough(
            String name, ProcessCost.Figure figure, List<ProcessCost[]> pairs, ExpectedCosts expected)
            throws IOException {
        ToDoubleFunction<ProcessCost[]> share = pair -> pair[0].of(figure) / pair[1].of(figure);
        double before = expected.share(name);
        // Most rounds must agree: a median that noise moves would lower a figure for good, and call the same program
        // too large
        double most = Median.quantile(pairs, share, 0.75);
        boolean tooLarge = Median.quantile(pairs, share, 0.25) > before * TOLERATED;
        String verdict = "";
        if (tooLarge) {
            verdict = "TOO LARGE";
        } else if (most < before * SMALLER) {
            expected.lower(name, most);
            verdict = "smaller: lowered in the file, commit it";
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s %10.3f %10.3f %7.2f %9.2f %s%n",
                name,
                Median.of(pairs, pair -> pair[0].of(figure)),
                Median.of(pairs, pair -> pair[1].of(figure)),
                Median.of(pairs, share),
                before,
                verdict);
        return !tooLarge;
    }
}
