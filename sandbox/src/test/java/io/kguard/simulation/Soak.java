// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs many simulations in one JVM. After every tenth of them it prints what the JVM uses of the machine, and at the
 * end a line for {@link SoakFigures}. Ends with status 1 if a verdict was wrong, or if the use grows.
 */
final class Soak {
    private static final int WARM_UP = 20;
    private static final int SHOWN_FLAKES = 20;
    /** How much heap a simulation may leave: none, but live objects are measured at a collection. */
    private static final long HEAP_KIB_PER_RUN = 4;

    private static final long HEAP_KIB_NOISE = 2048;
    /** Processes that run while the sensor is open: its canary. */
    private static final int HELPERS = 2;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String UID = "50a4";
    private static final String RULE = """
            - rule: Id ran
              desc: The program id was executed
              condition: evt.type = execve and proc.name = id and container.id != host
              output: id in %k8s.pod.name
              priority: NOTICE
            """;
    private static final String SCENARIO = """
            scenario: soak-%1$d
            title: An exec
            attack: [T1609]
            pods:
              - metadata: {name: soak-%1$d, uid: 50a40000-0000-4000-8000-0000%2$08x}
                spec: {containers: [{name: main, image: base, command: [sleep, infinity]}]}
            steps:
              - exec: {pod: soak-%1$d, tty: true, command: [bash, -c, 'id; cat /etc/passwd | head -1 >/tmp/out']}
            fires: [Id ran]
            twin:
              scenario: soak-%1$d-twin
              title: Another exec
              steps:
                - exec: {pod: soak-%1$d, tty: true, command: [bash, -c, 'cat /etc/passwd | head -1 >/tmp/out']}
            """;

    private final Simulator simulator;
    private final List<Scenario> scenarios;
    private final RuleSet rules;
    private final Path state;
    private final ExecutorService workers;
    private final AtomicInteger flakes = new AtomicInteger();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    private Soak(Simulator simulator, List<Scenario> scenarios, RuleSet rules, Path state) {
        this.simulator = simulator;
        this.scenarios = scenarios;
        this.rules = rules;
        this.state = state;
        this.workers = Executors.newFixedThreadPool(parallel());
    }

    /** Arguments: a folder for its files, the number of simulations, and how many of them run in parallel. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        SimulatorOptions options = SimulatorOptions.configured();
        Path state = folder.resolve("state");
        boolean sound;
        try (Simulator simulator =
                Simulator.open(options.withSandbox(options.sandbox().withStateDirectory(state)))) {
            RuleSet rules = RuleSet.compile(
                    RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULE),
                    EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
            Soak soak = new Soak(simulator, scenarios(folder, Integer.parseInt(args[2])), rules, state);
            sound = soak.run(Integer.parseInt(args[1]));
        }
        System.exit(sound ? 0 : 1);
    }

    /** An attack and its twin for each of the parallel runs. */
    private static List<Scenario> scenarios(Path folder, int parallel) throws IOException {
        int jvm = (int) ProcessHandle.current().pid();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            files.add(Files.writeString(
                    folder.resolve("soak-" + i + ".yaml"), SCENARIO.formatted(i, jvm * 16L + i & 0xffffffffL)));
        }
        return List.copyOf(ScenarioCatalogue.ofFiles(files).scenarios());
    }

    private int parallel() {
        return scenarios.size() / 2;
    }

    private boolean run(int runs) throws Exception {
        long begin = System.nanoTime();
        try (Recording recording = new Recording()) {
            System.out.println(Footprint.HEADING);
            simulate(WARM_UP);
            recording.enable(Phase.NAME).withThreshold(Duration.ZERO);
            recording.start();
            nanos.clear();
            Footprint first = settled(WARM_UP, Footprint.now(state, UID));
            Footprint last = first;
            for (int tenth = 1; tenth <= 10; tenth++) {
                simulate(runs * tenth / 10 - runs * (tenth - 1) / 10);
                last = settled(WARM_UP + runs * tenth / 10, first);
            }
            printPhases(recording);
            boolean steady = last.isWithin(first)
                    && last.heapKib() - first.heapKib() < (long) runs * HEAP_KIB_PER_RUN + HEAP_KIB_NOISE;
            List<Long> sorted = nanos.stream().sorted().toList();
            System.out.println(new SoakFigures(
                            WARM_UP + runs,
                            flakes.get(),
                            steady,
                            sorted.get(sorted.size() / 2) / 1_000_000,
                            sorted.get(sorted.size() * 95 / 100) / 1_000_000,
                            (System.nanoTime() - begin) / 1_000_000_000)
                    .line());
            return steady && flakes.get() == 0;
        } finally {
            workers.shutdownNow();
        }
    }

    private void printPhases(Recording recording) throws IOException {
        recording.stop();
        Path file = state.resolveSibling("phases.jfr");
        recording.dump(file);
        Map<String, List<Long>> micros = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            micros.computeIfAbsent(event.getString("phase"), phase -> new ArrayList<>())
                    .add(event.getDuration().toNanos() / 1000);
        }
        System.out.println("phase        median ms    p95 ms    max ms");
        micros.forEach((phase, all) -> {
            all.sort(null);
            System.out.printf(
                    "%-10s %11.2f %9.2f %9.2f%n",
                    phase,
                    all.get(all.size() / 2) / 1e3,
                    all.get(all.size() * 95 / 100) / 1e3,
                    all.get(all.size() - 1) / 1e3);
        });
    }

    private void simulate(int runs) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        for (int worker = 0; worker < parallel(); worker++) {
            List<Scenario> mine = scenarios.subList(2 * worker, 2 * worker + 2);
            int own = runs / parallel() + (worker < runs % parallel() ? 1 : 0);
            running.add(workers.submit(() -> {
                for (int i = 0; i < own; i++) {
                    simulate(mine.get(i % 2));
                }
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
    }

    private void simulate(Scenario scenario) {
        long begin = System.nanoTime();
        Detections detections = simulator.run(scenario, rules);
        Verdict verdict = Judge.judge(detections, scenario.expectations().get(0));
        nanos.add(System.nanoTime() - begin);
        if (!(verdict instanceof Verdict.Passed) && flakes.incrementAndGet() <= SHOWN_FLAKES) {
            System.out.println("flake: " + scenario.id() + ": " + verdict.reason());
        }
    }

    /** The use after pods are removed. If it stays above the limit, the last value. */
    private Footprint settled(int runs, Footprint limit) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Footprint now = Footprint.now(state, UID);
        while ((now.cgroups() != 0 || now.children() > HELPERS || !now.isWithin(limit))
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            now = Footprint.now(state, UID);
        }
        System.out.println(now.row(runs));
        return now;
    }
}
