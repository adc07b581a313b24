// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.watch;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.internal.console.Console;
import io.kguard.internal.verify.CheckDigests;
import io.kguard.internal.verify.ScenarioFiles;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoadException;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.Tape;
import io.kguard.simulation.UnrecordedEvents;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
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
    private final Map<String, Kept> tapes = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> acts = new ConcurrentHashMap<>();
    private final Map<Key, Verdict> verdicts = new HashMap<>();
    /** What each check depended on when it was judged last. */
    private final Map<Key, String> judged = new HashMap<>();

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

    /** The events of a scenario, and what was done in it. */
    private record Kept(Tape tape, String act) {}

    private Watch(VerifyOptions options, Console console, Simulator simulator, FileChanges changes, SuitePlan plan) {
        this.options = options;
        this.console = console;
        this.simulator = simulator;
        this.changes = changes;
        this.plan = plan;
    }

    /**
     * Begins to watch the files of rules and scenarios, and loads them.
     *
     * @throws RuleLoadException if the rules do not load
     * @throws ScenarioException if the scenarios do not load
     * @throws io.kguard.internal.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.internal.sandbox.SandboxException if this machine can't run containers
     * @throws IOException if a file can't be watched
     */
    public static Watch open(VerifyOptions options, Console console) throws IOException {
        List<Path> places = new ArrayList<>(options.rules());
        places.addAll(options.scenarios());
        FileChanges changes = FileChanges.of(places); // before they are read: what is saved meanwhile is a change
        try {
            SuitePlan plan = SuitePlan.of(options);
            List<Path> read = new ArrayList<>();
            for (Scenario scenario : plan.checks().keySet()) {
                ScenarioFiles.of(scenario, options).files().values().stream()
                        .filter(Files::isRegularFile)
                        .forEach(read::add);
            }
            changes.add(read);
            Simulator simulator = options.openSimulator();
            Watch watch = new Watch(options, console, simulator, changes, plan);
            watch.watcher.setDaemon(true);
            watch.watcher.start();
            return watch;
        } catch (RuntimeException | IOException e) {
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
        judged.clear();
        return judgeChanged();
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
            results = onlyRules ? rulesChanged() : allChanged();
        } catch (KguardException | IllegalArgumentException e) {
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
        LoadResult loaded = options.loader().load(options.rules());
        RuleSet rules = RuleSet.compile(loaded, engine);
        if (!names(plan.rules()).equals(names(rules)) || !plan.catalogue().isFor(loaded)) {
            return allChanged(); // which checks there are depends on the rules that there are, and on what they have
            // for scenarios
        }
        checkRecorded(rules);
        plan = plan.with(rules);
        return judgeChanged();
    }

    private void checkRecorded(RuleSet rules) {
        UnrecordedEvents.describe(rules, options.falco()).ifPresent(unrecorded -> {
            throw new IllegalArgumentException("The sensor does not record what these rules need.\n" + unrecorded);
        });
    }

    private static Set<String> names(RuleSet rules) {
        return rules.rules().stream().map(rule -> rule.name()).collect(Collectors.toSet());
    }

    /** Loads all again. */
    private List<CheckResult> allChanged() throws InterruptedException {
        SuitePlan loaded;
        try {
            loaded = SuitePlan.of(options);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        checkRecorded(loaded.rules());
        plan = loaded;
        Set<Key> there = new HashSet<>();
        plan.checks()
                .forEach((scenario, expectations) ->
                        expectations.forEach(expectation -> there.add(new Key(scenario.id(), expectation))));
        verdicts.keySet().retainAll(there);
        judged.keySet().retainAll(there);
        plan.refused().forEach(check -> check.verdict().reason().lines().forEach(console::line));
        return judgeChanged();
    }

    /** Judges the checks that depend on something which is not as it was when they were judged last. */
    private List<CheckResult> judgeChanged() throws InterruptedException {
        Map<Key, String> before = Map.copyOf(judged);
        Map<Scenario, List<Expectation>> changed = new LinkedHashMap<>();
        CheckDigests now = digests();
        plan.checks().forEach((scenario, expectations) -> {
            List<Expectation> some = expectations.stream()
                    .filter(expectation -> now.of(scenario, expectation)
                            .filter(digest -> digest.equals(before.get(new Key(scenario.id(), expectation))))
                            .isEmpty())
                    .toList();
            if (!some.isEmpty()) {
                changed.put(scenario, some);
            }
        });
        return judge(changed, now);
    }

    private CheckDigests digests() {
        try {
            return CheckDigests.of(options, plan.rules());
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isIn(List<Path> places, Path file) {
        return places.stream()
                .anyMatch(place -> file.startsWith(place.toAbsolutePath().normalize()));
    }

    /** Judges checks of scenarios: on the events that are kept, if they are enough and the act is the same, and else by playing. */
    private List<CheckResult> judge(Map<Scenario, List<Expectation>> checks, CheckDigests now)
            throws InterruptedException {
        checks.forEach((scenario, expectations) -> {
            acts.put(scenario.id(), now.ofAct(scenario));
            for (Expectation expectation : expectations) {
                Key key = new Key(scenario.id(), expectation);
                now.of(scenario, expectation)
                        .ifPresentOrElse(digest -> judged.put(key, digest), () -> judged.remove(key));
            }
        });
        List<List<CheckResult>> results = SideBySide.play(
                options.parallel(),
                checks.keySet(),
                scenario -> judge(scenario, checks.getOrDefault(scenario, List.of())),
                (scenario, reason) -> checks.getOrDefault(scenario, List.of()).stream()
                        .map(expectation -> CheckResult.withoutSimulation(scenario.id(), expectation, reason))
                        .toList());
        List<CheckResult> all = results.stream().flatMap(List::stream).toList();
        all.forEach(this::tell);
        return all;
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
        Optional<String> act = acts.getOrDefault(scenario.id(), Optional.empty());
        Kept kept = tapes.get(scenario.id());
        if (kept != null
                && act.filter(kept.act()::equals).isPresent()
                && kept.tape().hasEventsOf(rules)) {
            return kept.tape().judge(rules);
        }
        Tape played = simulator.tape(scenario, rules);
        if (played.played().isTrusted() && act.isPresent()) {
            tapes.put(scenario.id(), new Kept(played, act.get()));
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
