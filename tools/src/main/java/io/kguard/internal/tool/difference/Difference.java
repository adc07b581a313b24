// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.EvaluationSettings;
import io.kguard.internal.tool.derive.TwoRules;
import io.kguard.internal.tool.replay.BatchReplay;
import io.kguard.internal.tool.replay.CapturePaths;
import io.kguard.internal.verify.Chosen;
import io.kguard.internal.verify.RulesAndScenarios;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.Tape;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import io.kguard.verdict.TwoVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn kguard:diff} does: play each scenario once, evaluate two sets of rules on its events, and say which
 * alerts differ.
 *
 * @param options the rules after the change, the scenarios, and how both are played
 * @param against the rules before the change: a place, or a revision of git
 * @param recordings further events to evaluate both on: files, folders, globs and lists
 * @param reports the folder for {@code diff.md} and {@code diff.json}
 * @param console where it prints
 */
public record Difference(VerifyOptions options, String against, List<Path> recordings, Path reports, Console console) {
    private static final List<String> FILES = List.of("diff.md", "diff.json");
    /** What is taken from a folder. */
    private static final List<String> RECORDINGS = List.of(".scap", ".log", ".json", ".jsonl", ".events.yaml");

    public Difference {
        recordings = List.copyOf(recordings);
    }

    /**
     * How a run ended.
     *
     * @param isWhole whether all was compared
     * @param isLost whether attacks are lost
     */
    public record End(boolean isWhole, boolean isLost) {
        /** Nothing could be compared. */
        public static final End NOTHING = new End(false, false);

        /** That of a comparison. */
        public static End of(DifferenceReport report) {
            return new End(
                    report.inDoubt().isEmpty(), !report.noLongerReported().isEmpty());
        }
    }

    /**
     * The rules of both sides.
     *
     * @param loadedBefore the rules before the change
     * @param loadedAfter the rules after it
     * @param before the rules before the change, as they are evaluated
     * @param after the rules after it, as they are evaluated
     * @param began when they began to be loaded, by {@link System#nanoTime}
     */
    public record Sides(LoadResult loadedBefore, LoadResult loadedAfter, RuleSet before, RuleSet after, long began) {}

    /**
     * Runs it.
     *
     * @throws IOException if a report can't be written, or the other rules can't be read
     */
    public End run() throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(reports.resolve(name));
        }
        try (OtherRules other = OtherRules.of(against, options)) {
            DifferenceReport report = report(other);
            if (report.counts().isEmpty() && report.inDoubt().isEmpty()) {
                report.sentences().forEach(console::line);
                console.line("There was nothing to compare: no scenario is played, and " + Wording.given("recordings")
                        + " names none.");
                return End.NOTHING;
            }
            write(report);
            new DifferenceText(report).lines().forEach(console::line);
            return End.of(report);
        } catch (KguardException e) {
            String.valueOf(e.getMessage()).lines().forEach(console::line);
            return End.NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.line("The run was interrupted.");
            return End.NOTHING;
        }
    }

    /** Writes the reports. */
    public void write(DifferenceReport report) throws IOException {
        WholeFile.writeTexts(
                reports, Map.of("diff.md", DifferenceMarkdown.of(report), "diff.json", DifferenceJson.of(report)));
    }

    /**
     * What differs.
     *
     * @param other the rules before the change
     * @throws KguardException if rules or scenarios do not load
     */
    public DifferenceReport report(OtherRules other) throws IOException, InterruptedException {
        return report(other, load(other), new KeptTapes());
    }

    /**
     * The same of rules that are loaded.
     *
     * @param sides what {@link #load} gave
     * @param tapes is given what was played of the scenarios that must fire changed rules, or keep them silent
     */
    public DifferenceReport report(OtherRules other, Sides sides, KeptTapes tapes)
            throws IOException, InterruptedException {
        RuleSet before = sides.before();
        RuleSet after = sides.after();
        Map<String, RuleChange> changes = new TreeMap<>(RuleChange.between(before, after));
        changes.replaceAll((name, change) -> sides.loadedBefore().rule(name).isPresent()
                        && sides.loadedAfter().rule(name).isPresent()
                ? change.ofLoaded()
                : change);
        return new DifferenceReport(
                other.toString(),
                settings(before.options(), after.options()),
                changes,
                play(playable(sides.loadedAfter(), after), before, after, new Kept(tapes, changes.keySet())),
                recorded(before, after),
                new DifferenceReport.Loaded(
                        SemanticVersion.of(sides.loadedBefore(), sides.loadedAfter()), told(before, after, changes)),
                Duration.ofNanos(System.nanoTime() - sides.began()));
    }

    /** What the changed conditions do: the rules that both sides have. */
    private static List<TwoRules.Told> told(RuleSet before, RuleSet after, Map<String, RuleChange> changes)
            throws InterruptedException {
        List<String> names = changes.values().stream()
                .filter(RuleChange::isOfCondition)
                .map(RuleChange::rule)
                .toList();
        return SideBySide.play(
                        Runtime.getRuntime().availableProcessors(),
                        names,
                        name -> TwoRules.compare(before, rule(before, name), after, rule(after, name)),
                        (name, why) -> List.of(TwoRules.Told.open(name, why)))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Rule rule(RuleSet rules, String name) {
        return rules.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Loads the rules of both sides.
     *
     * @throws KguardException if they do not load
     */
    public Sides load(OtherRules other) {
        long began = System.nanoTime();
        VerifyOptions then = other.options(options);
        LoadResult before = then.loader().load(then.rules());
        LoadResult after = options.loader().load(options.rules());
        Sides sides = new Sides(
                before,
                after,
                compiled(then, before, "The rules of " + other + " do not load."),
                compiled(options, after, "The rules do not load."),
                began);
        options.allowUnloaded().check(after);
        return sides;
    }

    private static List<String> settings(EngineOptions before, EngineOptions after) {
        List<String> lines = new ArrayList<>();
        if (before.matching() != after.matching()) {
            lines.add("Configuration: rule_matching was " + word(before.matching()) + ", is " + word(after.matching())
                    + ".");
        }
        if (before.minimum() != after.minimum()) {
            lines.add("Configuration: priority was " + word(before.minimum()) + ", is " + word(after.minimum()) + ".");
        }
        return lines;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private RuleSet compiled(VerifyOptions side, LoadResult loaded, String complaint) {
        if (!loaded.isSuccessful()) {
            console.line(complaint);
        }
        return RuleSet.compile(
                loaded, EvaluationSettings.of(side.falco(), side.config(), side.matching(), side.enableAll()));
    }

    /** The chosen scenarios that can be played. */
    private List<Scenario> playable(LoadResult loaded, RuleSet after) throws IOException {
        ScenarioCatalogue catalogue = options.scenariosFor(loaded);
        Chosen chosen = options.choice().among(new RulesAndScenarios(options, loaded, after, catalogue));
        return catalogue.scenarios().stream()
                .filter(scenario -> options.choice().catalogue() || !catalogue.isOfJar(scenario))
                .filter(scenario -> scenario.requirement() == null)
                .filter(scenario -> chosen.scenarios().test(scenario)
                        || scenario.expectations().stream()
                                .anyMatch(expectation -> chosen.checks().test(scenario, expectation.rule())))
                .toList();
    }

    /** What is kept: the scenarios of some rules. */
    private record Kept(KeptTapes tapes, Set<String> rules) {
        void keep(Scenario scenario, Tape tape) {
            if (scenario.expectations().stream().anyMatch(expectation -> rules.contains(expectation.rule()))) {
                tapes.keep(scenario, tape);
            }
        }
    }

    private List<TwoVerdicts> play(List<Scenario> scenarios, RuleSet before, RuleSet after, Kept kept)
            throws InterruptedException {
        if (scenarios.stream().allMatch(scenario -> scenario.recording() != null)) {
            return play(scenarios, scenario -> RecordedScenario.compare(scenario, before, after));
        }
        try (Simulator simulator = options.openSimulator()) {
            return play(
                    scenarios,
                    scenario -> simulator.compare(scenario, before, after, tape -> kept.keep(scenario, tape)));
        }
    }

    private List<TwoVerdicts> play(List<Scenario> scenarios, Function<Scenario, TwoVerdicts> player)
            throws InterruptedException {
        Progress progress = Progress.ofScenarios(console, scenarios.size(), System::nanoTime);
        return SideBySide.play(options.parallel(), scenarios, progress.following(player), TwoVerdicts::inDoubt);
    }

    /** One that can't be read stops no other, and is in doubt. */
    private List<RecordingDifference> recorded(RuleSet before, RuleSet after) throws IOException, InterruptedException {
        if (recordings.isEmpty()) {
            return List.of();
        }
        List<Path> files = CapturePaths.of(recordings, RECORDINGS);
        AlertComparison comparison = new AlertComparison(before, after);
        Progress progress = Progress.ofRecordings(console, files.size(), System::nanoTime);
        // as many as can be evaluated at once: the alerts of each are in memory while it is compared
        int parallel = Math.min(options.parallel(), BatchReplay.defaultParallel());
        return SideBySide.play(
                parallel,
                files,
                progress.following(file -> compared(comparison, file), Path::toString),
                Difference::unread);
    }

    private static RecordingDifference compared(AlertComparison comparison, Path file) {
        try {
            return comparison.of(file);
        } catch (IOException | IllegalArgumentException e) {
            return unread(file, String.valueOf(e.getMessage()));
        }
    }

    private static RecordingDifference unread(Path file, String why) {
        return new RecordingDifference(file, 0, 0, List.of(), List.of(), List.of(why));
    }

    /** What was played of scenarios, so that none is played a second time. It is bounded: what has no room is played again. */
    public static final class KeptTapes {
        private static final long MAX_BYTES = 256L << 20;

        private final Map<String, Tape> tapes = new HashMap<>();
        private long bytes;

        synchronized void keep(Scenario scenario, Tape tape) {
            if (bytes + tape.bytes() <= MAX_BYTES) {
                bytes += tape.bytes();
                tapes.put(scenario.id(), tape);
            }
        }

        /** What was played of a scenario; null if it is not kept. */
        public synchronized @Nullable Tape of(Scenario scenario) {
            return tapes.get(scenario.id());
        }
    }
}
