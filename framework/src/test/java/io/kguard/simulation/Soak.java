package io.kguard.simulation;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs many simulations in one JVM, a few at a time, and prints what the JVM holds of the machine after every tenth of
 * them. Ends with status 1 if that grows.
 */
final class Soak {
    private static final int PARALLEL = 4;
    private static final int WARM_UP = 20;
    /** What a simulation may leave in the heap: nothing, but live objects are measured as of a collection. */
    private static final long HEAP_KIB_PER_RUN = 4;

    private static final long HEAP_KIB_NOISE = 2048;
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
              - metadata: {name: soak-%1$d, uid: 50a40000-0000-4000-8000-00000000000%1$d}
                spec: {containers: [{name: main, image: base, command: [sleep, infinity]}]}
            steps:
              - exec: {pod: soak-%1$d, tty: true, command: [bash, -c, 'id; cat /etc/passwd | head -1 >/tmp/out']}
            fires: [Id ran]
            """;

    private final Simulator simulator;
    private final List<Scenario> scenarios;
    private final RuleSet rules;
    private final Path state;
    private final ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);

    private Soak(Simulator simulator, List<Scenario> scenarios, RuleSet rules, Path state) {
        this.simulator = simulator;
        this.scenarios = scenarios;
        this.rules = rules;
        this.state = state;
    }

    /** Arguments: a folder for its files, and the number of simulations. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        SimulatorOptions options = SimulatorOptions.configured();
        Path state = folder.resolve("state");
        boolean steady;
        try (Simulator simulator =
                Simulator.open(options.withSandbox(options.sandbox().withStateDirectory(state)))) {
            RuleSet rules = RuleSet.compile(
                    RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULE),
                    EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
            steady = new Soak(simulator, scenarios(folder), rules, state).run(Integer.parseInt(args[1]));
        }
        System.exit(steady ? 0 : 1);
    }

    private static List<Scenario> scenarios(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            files.add(Files.writeString(folder.resolve("soak-" + i + ".yaml"), SCENARIO.formatted(i)));
        }
        return List.copyOf(ScenarioCatalogue.ofFiles(files).scenarios());
    }

    private boolean run(int runs) throws Exception {
        try (Recording recording = new Recording()) {
            System.out.println(Footprint.HEADING);
            simulate(WARM_UP);
            recording.enable(Phase.NAME).withThreshold(Duration.ZERO);
            recording.start();
            Footprint first = settled(WARM_UP, Footprint.now(state, UID));
            Footprint last = first;
            for (int tenth = 1; tenth <= 10; tenth++) {
                simulate(runs * tenth / 10 - runs * (tenth - 1) / 10);
                last = settled(WARM_UP + runs * tenth / 10, first);
            }
            printPhases(recording);
            return last.isWithin(first) && last.heapKib() - first.heapKib() < runs * HEAP_KIB_PER_RUN + HEAP_KIB_NOISE;
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
        for (int worker = 0; worker < PARALLEL; worker++) {
            Scenario scenario = scenarios.get(worker);
            int own = runs / PARALLEL + (worker < runs % PARALLEL ? 1 : 0);
            running.add(workers.submit(() -> {
                for (int i = 0; i < own; i++) {
                    simulate(scenario);
                }
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
    }

    private void simulate(Scenario scenario) {
        Detections detections = simulator.run(scenario, rules);
        Verdict verdict = Judge.judge(detections, scenario.expectations().get(0));
        if (!(verdict instanceof Verdict.Passed)) {
            throw new IllegalStateException(verdict.reason());
        }
    }

    /** What is held once pods are removed; if it stays above the limit, as it is then. */
    private Footprint settled(int runs, Footprint limit) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Footprint now = Footprint.now(state, UID);
        while ((now.cgroups() != 0 || now.children() != 0 || !now.isWithin(limit)) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            now = Footprint.now(state, UID);
        }
        System.out.println(now.row(runs));
        return now;
    }
}
