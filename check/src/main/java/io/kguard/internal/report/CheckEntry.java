// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A check.
 *
 * @param result its result
 * @param about what its scenario is about
 * @param place where the rule is written; empty if it is not loaded
 * @param clause where the clause is written that kept the rule from firing; empty if no clause did
 * @param runs how its runs did; empty if it was made once
 */
public record CheckEntry(
        CheckResult result,
        About about,
        Optional<SourcePlace> place,
        Optional<SourcePlace> clause,
        Optional<CheckRuns> runs) {
    static final Comparator<String> WORST_LAST =
            Comparator.comparing(List.of("passed", "known", "not run", "error", "failed")::indexOf);

    /**
     * What a scenario is about.
     *
     * @param title what happens; empty if that is not known, as for a scenario in a rule test
     * @param techniques its ATT&amp;CK techniques
     * @param tactic its ATT&amp;CK tactic, as its folder names it; empty if it names none
     * @param simulated what of the attack is real and what is not; empty if all is
     */
    public record About(String title, List<String> techniques, String tactic, String simulated) {
        /** Nothing is known. */
        public static final About NOTHING = new About("", List.of(), "", "");

        public About {
            techniques = List.copyOf(techniques);
        }
    }

    /** A check of which no more is known than its result. */
    public static CheckEntry of(CheckResult result) {
        return new CheckEntry(result, About.NOTHING, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same check with another result. */
    public CheckEntry withResult(CheckResult other) {
        return new CheckEntry(other, about, place, clause, runs);
    }

    /** The ATT&amp;CK techniques of the scenario. */
    public List<String> techniques() {
        return about.techniques();
    }

    /** The rule's name. */
    public String rule() {
        return result.rule();
    }

    /** {@code fires}, {@code silent} or {@code blind}. */
    public String expect() {
        return result.expectation().outcome().toString();
    }

    /** {@code passed}, {@code failed}, {@code error}, {@code known} or {@code not run}. */
    public String word() {
        return result.verdict().word();
    }

    /** One word for several checks, that of the worst. */
    static String word(List<CheckEntry> checks) {
        return checks.stream().map(CheckEntry::word).max(WORST_LAST).orElse("passed");
    }

    /** Whether the expectation is met. */
    public boolean passed() {
        return result.isPassed();
    }

    /** Whether the expectation is not met. */
    public boolean failed() {
        return result.verdict() instanceof Verdict.Failed;
    }

    /** Whether the expectation is not met, which the project accepts for some time. */
    public boolean known() {
        return result.verdict() instanceof Verdict.Known;
    }

    /** Whether it was chosen and not made, because this machine lacks something. */
    public boolean notRun() {
        return result.isNotRun();
    }

    /** Where its events came from: {@code live}, or {@code written, derived} for a derived scenario. */
    String origin() {
        return result.origin() + (derived() ? ", derived" : "");
    }

    /** Whether it is the check of a derived scenario, which is no attack. */
    public boolean derived() {
        return result.isDerived();
    }

    /** Whether it shows that a rule detects the scenario's techniques. */
    public boolean proves() {
        return passed() && result.expectation().isFires() && !derived();
    }

    /** The simulation that it is about: a rule test has one of its own. */
    public String simulation() {
        return result.simulation();
    }

    /** The check in words: {@code Terminal shell in container fires in kubectl-exec-shell}. */
    public String name() {
        return result.rule() + " " + verb() + " in " + simulation();
    }

    private String verb() {
        return switch (result.expectation().outcome()) {
            case FIRES -> "fires";
            case SILENT -> "stays silent";
            case BLIND -> "is blind";
        };
    }

    /** Why it did not pass; empty if it did. */
    public String reason() {
        return result.verdict().reason();
    }

    /** Where a reader should look for the reason: at the clause, or else at the rule. */
    public Optional<SourcePlace> reasonPlace() {
        return clause.or(this::place);
    }

    /** The rule's alerts, as far as they are kept. */
    public List<Raised> alerts() {
        return result.findings().alertsOf(rule());
    }

    /** The other rules that fired, in the order in which they are evaluated, each with the number of its alerts. */
    public Map<String, Long> others() {
        return result.findings().fired().entrySet().stream()
                .filter(fired -> !fired.getKey().equals(rule()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }
}
