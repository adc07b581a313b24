// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.derive.DerivedRule.State;
import io.kguard.internal.tool.derive.RuleDerivation.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was derived, for the console.
 *
 * @param rules the outcome of each rule
 * @param strays files that kguard derived from rules that are no longer there
 * @param nanos how long it took
 */
public record DeriveReport(List<DerivedRule> rules, List<Path> strays, long nanos) {
    private static final double NANOS = 1e9;

    public DeriveReport {
        rules = List.copyOf(rules);
        strays = List.copyOf(strays);
    }

    /** The lines after those of the rules. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        strays.forEach(file -> lines.add(file + " is of no rule: remove it, or give it the rule's new name"));
        lines.addAll(summary());
        return lines;
    }

    /** The counts of the whole. */
    private List<String> summary() {
        long acts = rules.stream()
                .flatMap(rule -> rule.derivation().acts().stream())
                .filter(DerivedAct::fires)
                .count();
        long nearMisses = rules.stream()
                        .mapToLong(rule -> rule.derivation().acts().size())
                        .sum()
                - acts;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d of %d rules solved, %d impossible, %d not solved; %d acts, %d near misses in %.1f s",
                of(Outcome.SOLVED),
                rules.size(),
                of(Outcome.IMPOSSIBLE),
                of(Outcome.UNSOLVED),
                acts,
                nearMisses,
                nanos / NANOS));
        lines.add(String.format(
                Locale.ROOT,
                "%d changes of their conditions: %d noticed, %d impossible, %d unsolved",
                rules.stream().mapToInt(rule -> rule.derivation().mutants()).sum(),
                rules.stream().mapToInt(rule -> rule.derivation().noticed()).sum(),
                rules.stream()
                        .mapToInt(rule -> rule.derivation().impossible().size())
                        .sum(),
                rules.stream()
                        .mapToInt(rule -> rule.derivation().unsolved().size())
                        .sum()));
        lines.add(String.format(
                Locale.ROOT,
                "Files: %d new, %d updated, %d unchanged, %d outdated, %d edited",
                in(State.NEW),
                in(State.UPDATED),
                in(State.UNCHANGED),
                in(State.OUTDATED),
                in(State.EDITED)));
        if (rules.stream().anyMatch(rule -> rule.played().isPresent())) {
            lines.add(played());
        }
        return lines;
    }

    private String played() {
        List<LiveDerivation> live = rules.stream()
                .flatMap(rule -> rule.played().stream())
                .map(DerivedRule.Played::live)
                .toList();
        int tried = live.stream().mapToInt(LiveDerivation::tried).sum();
        int unplayable = live.stream().mapToInt(LiveDerivation::unplayable).sum();
        int acts =
                rules.stream().mapToInt(rule -> rule.derivation().acts().size()).sum();
        return String.format(
                Locale.ROOT,
                "Played: %d as written, %d otherwise; %d not played, %d not tried",
                tried - unplayable - findings(true) - findings(false),
                findings(true) + findings(false),
                unplayable,
                acts - tried);
    }

    /** How many acts, or near misses, contradict what is written when they are played. */
    private long findings(boolean fires) {
        return rules.stream()
                .flatMap(rule -> rule.findings().stream())
                .filter(finding -> finding.act().fires() == fires)
                .count();
    }

    private long of(Outcome outcome) {
        return rules.stream()
                .filter(rule -> rule.derivation().outcome() == outcome)
                .count();
    }

    private long in(State state) {
        return rules.stream().filter(rule -> rule.state() == state).count();
    }

    /** Whether no file was written or found as it should be. */
    public boolean isEmpty() {
        return rules.stream()
                .allMatch(rule -> rule.state() == State.NONE && rule.findings().isEmpty());
    }

    /** What the user must do, in sentences; empty if nothing. */
    public String problem() {
        List<String> problems = new ArrayList<>();
        long silent = findings(true);
        if (silent > 0) {
            problems.add(silent
                    + (silent == 1 ? " act that was played fires its rule" : " acts that were played fire their rules")
                    + " only as written");
        }
        long firing = findings(false);
        if (firing > 0) {
            problems.add(firing
                    + (firing == 1
                            ? " near miss fires its rule when it is played"
                            : " near misses fire their rules when they are played"));
        }
        long outdated = in(State.OUTDATED);
        if (outdated > 0) {
            problems.add(outdated
                    + (outdated == 1 ? " file is" : " files are") + " not what is derived today: "
                    + Wording.given("update") + " writes " + (outdated == 1 ? "it" : "them") + " again");
        }
        long edited = rules.stream()
                .filter(rule -> rule.state() == State.EDITED && !rule.advice().isEmpty())
                .count();
        if (edited > 0) {
            problems.add(edited
                    + (edited == 1 ? " file that was edited lacks" : " files that were edited lack")
                    + " what the lines above say");
        }
        long wrong = rules.stream()
                .filter(rule -> rule.state() == State.NONE && rule.derivation().outcome() == Outcome.SOLVED)
                .filter(rule -> rule.findings().isEmpty())
                .count();
        if (wrong > 0) {
            problems.add("what was found for " + wrong + (wrong == 1 ? " rule" : " rules")
                    + " does not hold in a file: that is kguard's mistake");
        }
        return String.join("; ", problems);
    }
}
