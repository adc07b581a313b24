// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.rule.RuleLoadException;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Detections;
import io.kguard.simulation.RecordedScenario;
import io.kguard.simulation.SideBySide;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.Tape;
import io.kguard.simulation.UnrecordedEvents;
import io.kguard.simulation.Verdict;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:watch} does: play each scenario once, and keep its events. When rules change, judge what the change
 * affects on these events. When a scenario changes, play it. Not thread-safe.
 */
public final class Watch implements AutoCloseable {
    private static final int MILLION = 1_000_000;

    private final VerifyOptions options;
    private final Console console;
    private final Simulator simulator;
    private final FileChanges changes;
    private final Map<String, Tape> tapes = new ConcurrentHashMap<>();
    private final Map<Key, Verdict> verdicts = new HashMap<>();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Thread watcher = new Thread(this::watch, "kguard-watch");
    private SuitePlan plan;

    /** What happens meanwhile. */
    private sealed interface News {
        /** Files were saved or deleted. */
        record Changed(Set<Path> files) implements News {}

        /** The user wants everything to be played. */
        record Requested() implements News {}

        /** Files can't be watched any more. */
        record Failed(IOException cause) implements News {}
    }

    /** A check. */
    private record Key(String scenario, Expectation expectation) {}

    private Watch(VerifyOptions options, Console console, Simulator simulator, FileChanges changes, SuitePlan plan) {
        this.options = options;
        this.console = console;
        this.simulator = simulator;
        this.changes = changes;
        this.plan = plan;
    }

    /**
     * Loads rules and scenarios, and begins to watch their files.
     *
     * @throws RuleLoadException if the rules do not load
     * @throws ScenarioException if the scenarios do not load
     * @throws io.kguard.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.sandbox.SandboxException if this machine can't run containers
     * @throws IOException if a file can't be watched
     */
    public static Watch open(VerifyOptions options, Console console) throws IOException {
        SuitePlan plan = SuitePlan.of(options);
        List<Path> places = new ArrayList<>(options.rules());
        places.addAll(options.scenarios());
        FileChanges changes = FileChanges.of(places);
        try {
            Simulator simulator = Simulator.open(options.simulator().withFalco(options.falco()));
            Watch watch = new Watch(options, console, simulator, changes, plan);
            watch.watcher.setDaemon(true);
            watch.watcher.start();
            return watch;
        } catch (RuntimeException e) {
            changes.close();
            throw e;
        }
    }

    private void watch() {
        try {
            while (true) {
                news.add(new News.Changed(changes.await()));
            }
        } catch (IOException e) {
            news.add(new News.Failed(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            // the end: see close
        }
    }

    /** Makes {@link #next} play all scenarios. May be called by any thread. */
    public void request() {
        news.add(new News.Requested());
    }

    /** Plays all scenarios, and says what did not pass. */
    public List<CheckResult> playAll() throws InterruptedException {
        tapes.clear();
        verdicts.clear();
        return judge(plan.checks().keySet(), expectation -> true);
    }

    /**
     * Waits until files change, and judges what that affects; or until somebody requests that all is played.
     *
     * @return the results of the affected checks, which were printed; empty if the files do not load
     */
    public List<CheckResult> next() throws InterruptedException, IOException {
        News first = news.take();
        if (first instanceof News.Failed failed) {
            throw new IOException(
                    "the files can't be watched any more: " + failed.cause().getMessage(), failed.cause());
        }
        if (!(first instanceof News.Changed change)) {
            return playAll();
        }
        Set<Path> changed = change.files();
        long start = System.nanoTime();
        List<CheckResult> results;
        try {
            boolean onlyRules =
                    changed.stream().allMatch(file -> isIn(options.rules(), file) && !isIn(options.scenarios(), file));
            results = onlyRules ? rulesChanged() : allChanged(changed);
        } catch (RuleLoadException | ScenarioException | IllegalArgumentException e) {
            String.valueOf(e.getMessage()).lines().forEach(console::line);
            console.line("Waiting for a correction.");
            return List.of();
        }
        console.line(String.format(
                Locale.ROOT,
                "%d checks judged, %d did not pass, in %d ms",
                results.size(),
                results.stream().filter(check -> !check.isPassed()).count(),
                (System.nanoTime() - start) / MILLION));
        return results;
    }

    private List<CheckResult> rulesChanged() throws InterruptedException {
        EngineOptions engine = plan.rules().options();
        RuleSet rules = RuleSet.compile(RuleLoader.of(options.falco()).load(options.rules()), engine);
        Set<String> affected = RuleChanges.affected(plan.rules(), rules);
        Set<String> before = names(plan.rules());
        Set<String> now = names(rules);
        if (!before.equals(now)) {
            return allChanged(Set.of()); // which checks there are depends on the rules that there are
        }
        checkRecorded(rules);
        plan = plan.with(rules);
        return judge(
                plan.checks().entrySet().stream()
                        .filter(entry -> entry.getValue().stream()
                                .anyMatch(expectation -> affected.contains(expectation.rule())))
                        .map(Map.Entry::getKey)
                        .toList(),
                expectation -> affected.contains(expectation.rule()));
    }

    private void checkRecorded(RuleSet rules) {
        UnrecordedEvents.describe(rules, options.falco()).ifPresent(unrecorded -> {
            throw new IllegalArgumentException("The sensor does not record what these rules need.\n" + unrecorded);
        });
    }

    private static Set<String> names(RuleSet rules) {
        return rules.rules().stream().map(rule -> rule.name()).collect(Collectors.toSet());
    }

    /** Loads all anew. Plays the scenarios of changed files, and judges those again whose rules are affected. */
    private List<CheckResult> allChanged(Set<Path> changed) throws InterruptedException {
        SuitePlan loaded;
        try {
            loaded = SuitePlan.of(options);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        checkRecorded(loaded.rules());
        Set<String> affected = RuleChanges.affected(plan.rules(), loaded.rules());
        Map<String, Scenario> old = new HashMap<>();
        plan.checks().keySet().forEach(scenario -> old.put(scenario.id(), scenario));
        boolean any = changed.stream()
                .anyMatch(file ->
                        isIn(options.scenarios(), file) && !isOfScenario(file, plan) && !isOfScenario(file, loaded));
        List<Scenario> again = new ArrayList<>();
        for (Map.Entry<Scenario, List<Expectation>> entry : loaded.checks().entrySet()) {
            Scenario scenario = entry.getKey();
            Path file = Path.of(scenario.origin().file()).toAbsolutePath().normalize();
            boolean isChanged =
                    !old.containsKey(scenario.id()) || changed.contains(file) || any && isIn(options.scenarios(), file);
            if (isChanged) {
                tapes.remove(scenario.id());
            }
            if (isChanged || entry.getValue().stream().anyMatch(expectation -> affected.contains(expectation.rule()))) {
                again.add(scenario);
            }
        }
        plan = loaded;
        Set<Key> there = new HashSet<>();
        plan.checks()
                .forEach((scenario, expectations) ->
                        expectations.forEach(expectation -> there.add(new Key(scenario.id(), expectation))));
        verdicts.keySet().retainAll(there);
        plan.refused().forEach(check -> check.verdict().reason().lines().forEach(console::line));
        return judge(again, expectation -> true);
    }

    /** A file beside the scenarios that is none may be used by any of them. */
    private static boolean isOfScenario(Path file, SuitePlan of) {
        return of.checks().keySet().stream()
                .anyMatch(scenario -> Path.of(scenario.origin().file())
                        .toAbsolutePath()
                        .normalize()
                        .equals(file));
    }

    private static boolean isIn(List<Path> places, Path file) {
        return places.stream()
                .anyMatch(place -> file.startsWith(place.toAbsolutePath().normalize()));
    }

    /** Judges the checks of scenarios: on the events that are kept, if they are enough, and else by playing. */
    private List<CheckResult> judge(Collection<Scenario> scenarios, Predicate<Expectation> which)
            throws InterruptedException {
        List<List<CheckResult>> judged = SideBySide.play(
                options.parallel(),
                scenarios,
                scenario -> judge(scenario, expectations(scenario, which)),
                (scenario, reason) -> expectations(scenario, which).stream()
                        .map(expectation -> CheckResult.withoutSimulation(scenario.id(), expectation, reason))
                        .toList());
        List<CheckResult> results = judged.stream().flatMap(List::stream).toList();
        results.forEach(this::tell);
        return results;
    }

    private List<Expectation> expectations(Scenario scenario, Predicate<Expectation> which) {
        return plan.checks().getOrDefault(scenario, List.of()).stream()
                .filter(which)
                .toList();
    }

    private List<CheckResult> judge(Scenario scenario, List<Expectation> expectations) {
        List<String> rules = expectations.stream().map(Expectation::rule).toList();
        Detections detections = detections(scenario, plan.rules().explaining(rules));
        return CheckResult.of(detections.sentBy(options.config()), expectations);
    }

    private Detections detections(Scenario scenario, RuleSet rules) {
        if (scenario.recording() != null) {
            return RecordedScenario.run(scenario, rules);
        }
        Tape tape = tapes.get(scenario.id());
        if (tape != null && tape.hasEventsOf(rules)) {
            return tape.judge(rules);
        }
        Tape played = simulator.tape(scenario, rules);
        if (played.played().isTrusted()) {
            tapes.put(scenario.id(), played);
        }
        return played.played();
    }

    /** Says what did not pass, and what passes again. */
    private void tell(CheckResult check) {
        @Nullable Verdict before = verdicts.put(new Key(check.scenario(), check.expectation()), check.verdict());
        if (!check.isPassed()) {
            console.line("");
            console.line(check.verdict().word().toUpperCase(Locale.ROOT));
            check.verdict().reason().lines().forEach(console::line);
        } else if (before != null
                && !Objects.equals(before.word(), check.verdict().word())) {
            console.line("passes again: rule \"" + check.rule() + "\" in scenario " + check.scenario());
        }
    }

    /** How the checks stand, in a line. */
    public String standing() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        verdicts.values().forEach(verdict -> counts.merge(verdict.word(), 1, Integer::sum));
        int passed = counts.getOrDefault(new Verdict.Passed().word(), 0);
        return passed + " of " + verdicts.size() + " checks pass. Watching the rules and scenarios.";
    }

    @Override
    public void close() throws IOException {
        try (changes;
                simulator) {
            // closed in reverse order, even if one fails
        }
    }
}
