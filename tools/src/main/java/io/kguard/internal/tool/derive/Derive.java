// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.RuleSet;
import io.kguard.internal.file.WholeFile;
import io.kguard.rule.Rule;
import io.kguard.verdict.ScenarioPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes scenario files that test rules.
 *
 * @param rules the rules, as a run evaluates them
 * @param all all rules that loaded, so that the name of a file does not depend on which are evaluated
 * @param folder the folder for the files
 * @param update whether files are written again that nobody edited
 */
public record Derive(RuleSet rules, List<Rule> all, Path folder, boolean update) {
    private static final String LIVE = "-live";

    /** Copies the list. */
    public Derive {
        all = List.copyOf(all);
    }

    /**
     * Derives the acts for some of the rules, and writes their files.
     *
     * @param chosen the rules
     * @param console receives the lines of each rule when it is done
     * @throws IOException if a file can't be read or written
     */
    public DeriveReport run(List<Rule> chosen, Consumer<String> console) throws IOException, InterruptedException {
        return run(chosen, null, console);
    }

    /**
     * The same, and plays the acts by real processes if there is something that plays. Those that can be played are written to a
     * file of their own.
     *
     * @throws IOException if a file can't be read or written
     */
    public DeriveReport run(List<Rule> chosen, @Nullable ScenarioPlayer player, Consumer<String> console)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, String> names = DerivedIds.of(all);
        List<DerivedRule> derived = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<RuleDerivation>> found = chosen.stream()
                    .map(rule -> pool.submit(() -> RuleDeriver.derive(rules, rule)))
                    .toList();
            for (Future<RuleDerivation> each : found) {
                RuleDerivation derivation = each.get();
                String name = String.valueOf(names.get(derivation.rule().name()));
                DerivedRule done = player == null || derivation.acts().isEmpty()
                        ? one(derivation, name)
                        : played(LiveDerivation.of(player, rules, derivation), derivation, name);
                derived.add(done);
                done.lines().forEach(console);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // deriving throws nothing that users can mend
        } finally {
            pool.shutdownNow();
        }
        DeriveReport report = new DeriveReport(derived, strays(names), System.nanoTime() - start);
        report.lines().forEach(console);
        return report;
    }

    private DerivedRule one(RuleDerivation derivation, String name) throws IOException {
        Rule rule = derivation.rule();
        Path file = file(name);
        if (derivation.acts().isEmpty()) {
            boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            return new DerivedRule(
                    derivation,
                    file,
                    DerivedRule.State.NONE,
                    exists ? List.of("its file stays, although no act is found any more: " + file) : List.of());
        }
        DerivedFile text = DerivedFile.of(rule, DerivedText.of(derivation, DerivedIds.scenario(name)));
        List<String> problems = problems(text.whole(), rules, rule);
        if (!problems.isEmpty()) {
            return new DerivedRule(derivation, file, DerivedRule.State.NONE, problems);
        }
        DerivedRule.State state = write(file, text);
        return new DerivedRule(
                derivation, file, state, state == DerivedRule.State.EDITED ? advice(derivation, file) : List.of());
    }

    /** Writes what was derived, and what can be played of it. Of a rule with a finding nothing is written: it would pass. */
    private DerivedRule played(LiveDerivation live, RuleDerivation written, String name) throws IOException {
        int acts = live.derivation().acts().size();
        String counts = acts + " of " + live.tried() + " acts played";
        if (!live.findings().isEmpty()) {
            Path file = file(name);
            boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            return new DerivedRule(written, file, DerivedRule.State.NONE, List.of())
                    .with(new DerivedRule.Played(
                            live,
                            exists
                                    ? "not written again: " + file + " has what was written before"
                                    : "nothing written"));
        }
        DerivedRule done = one(written, name);
        if (acts == 0) {
            return done.with(new DerivedRule.Played(
                    live, "not played: " + live.derivation().why()));
        }
        Path file = file(name + LIVE);
        DerivedFile text =
                DerivedFile.of(written.rule(), DerivedText.played(live.derivation(), DerivedIds.scenario(name + LIVE)));
        List<String> problems = problems(text.whole(), rules, written.rule());
        return done.with(new DerivedRule.Played(
                live,
                problems.isEmpty()
                        ? counts + " -> " + file + " (" + write(file, text) + ")"
                        : counts + ", but not written: " + problems.get(0)));
    }

    private Path file(String name) {
        return folder.resolve(name + ".yaml");
    }

    private DerivedRule.State write(Path file, DerivedFile text) throws IOException {
        DerivedRule.State state = DerivedRule.State.NEW;
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            DerivedFile before = DerivedFile.read(file);
            state = before.whole().equals(text.whole())
                    ? DerivedRule.State.UNCHANGED
                    : before.edited()
                            ? DerivedRule.State.EDITED
                            : update ? DerivedRule.State.UPDATED : DerivedRule.State.OUTDATED;
        }
        if (state == DerivedRule.State.NEW || state == DerivedRule.State.UPDATED) {
            WholeFile.write(file, text.whole());
        }
        return state;
    }

    /** What does not hold in a text that was not written yet; empty if all does. */
    static List<String> problems(String text, RuleSet rules, Rule rule) throws IOException {
        Path file = Files.createTempFile("kguard-derive", ".yaml");
        try {
            Files.writeString(file, text);
            return WrittenChecks.of(file, rules, rule).problems();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** What to change in a file that somebody edited. */
    private List<String> advice(RuleDerivation derivation, Path file) {
        WrittenChecks checks = WrittenChecks.of(file, rules, derivation.rule());
        List<String> advice = new ArrayList<>();
        checks.problems().forEach(problem -> advice.add("no longer holds: " + problem));
        Set<DerivedAct> missing = derivation.acts().stream()
                .filter(act -> act.shows().stream().anyMatch(mutant -> !checks.notices(mutant)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!missing.isEmpty()) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
            advice.add("missing:");
            DerivedText.missing(derivation, DerivedIds.scenario(name), missing)
                    .lines()
                    .forEach(advice::add);
        }
        return advice;
    }

    /** The files that kguard derived from rules that are no longer there. */
    private List<Path> strays(Map<String, String> names) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Set<String> known = names.values().stream()
                .flatMap(name -> Stream.of(name, name + LIVE))
                .collect(Collectors.toSet());
        List<Path> strays = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".yaml")
                        && !known.contains(name.substring(0, name.length() - ".yaml".length()))
                        && DerivedFile.read(file).isDerived()) {
                    strays.add(file);
                }
            }
        }
        return strays;
    }
}
