// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One run of {@code kguard:verify}. Every report is made of it, so that all of them say the same.
 *
 * @param environment when it was, and on what
 * @param took how long it took
 * @param caveats what limits what it says
 * @param rules every rule of the rule files; empty if they do not load
 * @param checks every check that was made, or is an error because it could not be made
 * @param omitted every check that a scenario asks for and that was not made
 * @param tables what was measured besides
 */
public record Run(
        Environment environment,
        Duration took,
        Caveats caveats,
        List<RuleEntry> rules,
        List<CheckEntry> checks,
        List<OmittedCheck> omitted,
        List<Table> tables) {
    public Run {
        rules = List.copyOf(rules);
        checks = List.copyOf(checks);
        omitted = List.copyOf(omitted);
        tables = List.copyOf(tables);
    }

    /**
     * What a reader must know to judge what a run says.
     *
     * @param problem why it could not run as a whole; empty if it could. It counts as an error
     * @param missed which thresholds are missed, in sentences; empty if none is
     * @param unasked why there was nothing to check, if that is as it should be; else empty
     * @param notes what was found and is not part of it
     */
    public record Caveats(String problem, String missed, String unasked, List<String> notes) {
        public Caveats {
            notes = List.copyOf(notes);
        }

        /** Those of a run that checked something, and missed no threshold. */
        public Caveats(String problem, List<String> notes) {
            this(problem, "", "", notes);
        }
    }

    /** A run that ended before there was anything to check. */
    public static Run impossible(Environment environment, Duration took, String problem) {
        return new Run(environment, took, new Caveats(problem, List.of()), List.of(), List.of(), List.of(), List.of());
    }

    /** The same run with what a command is given that makes the same again. */
    public Run givenAs(String options) {
        return new Run(environment.withOptions(options), took, caveats, rules, checks, omitted, tables);
    }

    /** Why it could not run as a whole; empty if it could. It counts as an error. */
    public String problem() {
        return caveats.problem();
    }

    /** Which thresholds are missed, in sentences; empty if none is. */
    public String missed() {
        return caveats.missed();
    }

    /** What was found and is not part of it. */
    public List<String> notes() {
        return caveats.notes();
    }

    /** The number of checks whose expectations are met. */
    public long passed() {
        return count(CheckEntry::passed);
    }

    /** The number of checks whose expectations are not met. */
    public long failed() {
        return count(CheckEntry::failed);
    }

    /** The number of checks that could not be judged, plus one if there is a problem of the whole. */
    public long errors() {
        return unjudged() + (problem().isEmpty() ? 0 : 1);
    }

    /** The number of checks that were chosen and not made, because the machine lacks something. */
    public long notRun() {
        return count(CheckEntry::notRun);
    }

    private long unjudged() {
        return count(check -> check.result().verdict() instanceof Verdict.Errored);
    }

    private long count(Predicate<CheckEntry> kind) {
        return checks.stream().filter(kind).count();
    }

    /**
     * One word for the whole. {@code failed} comes before {@code error}: to try again mends no rule. A missed threshold comes after
     * it: what could not be judged or was not run may be all that is missing. It is an error if no check passed, unless none was
     * asked for.
     */
    public String word() {
        if (failed() > 0) {
            return "failed";
        }
        if (errors() > 0) {
            return "error";
        }
        if (notRun() > 0) {
            return "not run";
        }
        if (!missed().isEmpty()) {
            return "failed";
        }
        return passed() > 0 || checks.isEmpty() && !caveats.unasked().isEmpty() ? "passed" : "error";
    }

    /** The checks that did not pass, those that failed first, and those that were not run last. */
    public List<CheckEntry> unmet() {
        return checks.stream()
                .filter(check -> !check.passed() && !check.known())
                .sorted(Comparator.comparing(CheckEntry::word, CheckEntry.WORST_LAST.reversed()))
                .toList();
    }

    /** The checks that fail, which the project accepts for some time. */
    public List<CheckEntry> known() {
        return checks.stream().filter(CheckEntry::known).toList();
    }

    /** The rules that are evaluated. */
    public List<RuleEntry> evaluated() {
        return rules.stream().filter(RuleEntry::isEvaluated).toList();
    }

    /** The rules that checks should be about: those that are evaluated, and those that did not load, which the user allows. */
    public List<RuleEntry> counted() {
        return rules.stream().filter(RuleEntry::counts).toList();
    }

    /** The rules that did not load, which the user allows. */
    public List<RuleEntry> unloaded() {
        return rules.stream().filter(RuleEntry::unloaded).toList();
    }

    /** The rules that count and have no check. */
    public List<RuleEntry> unchecked() {
        Set<String> checked = checks.stream().map(CheckEntry::rule).collect(Collectors.toSet());
        return counted().stream()
                .filter(rule -> rule.unloaded() || !checked.contains(rule.name()))
                .toList();
    }

    /** The rules that loaded, count and have no check, with where they fired all the same. */
    public List<UncheckedRule> firedUnchecked() {
        return UncheckedRule.of(
                unchecked().stream()
                        .filter(rule -> !rule.unloaded())
                        .map(RuleEntry::name)
                        .toList(),
                checks.stream().map(CheckEntry::result).toList());
    }

    /** The number of checks of derived scenarios. */
    public long derived() {
        return count(CheckEntry::derived);
    }

    /** The rules all of whose checks are those of derived scenarios. */
    public List<RuleEntry> derivedAlone() {
        Set<String> otherwise = checks.stream()
                .filter(check -> !check.derived())
                .map(CheckEntry::rule)
                .collect(Collectors.toSet());
        Set<String> without = unchecked().stream().map(RuleEntry::name).collect(Collectors.toSet());
        return counted().stream()
                .filter(rule -> !otherwise.contains(rule.name()) && !without.contains(rule.name()))
                .toList();
    }

    /** How many rules have a check, not counting those that have derived ones alone. */
    int checkedRules() {
        return counted().size() - unchecked().size() - derivedAlone().size();
    }

    /** How many rules have a check: {@code 2 of 25 rules have a check}. */
    public String ratio() {
        int all = counted().size();
        int checked = checkedRules();
        int derived = derivedAlone().size();
        return checked + " of " + all + (all == 1 ? " rule has a check" : " rules have a check")
                + (derived == 0 ? "" : ", " + derived + (derived == 1 ? " has" : " have") + " derived ones alone");
    }

    /** The counts, which add up: {@code 15 checks: 14 passed, 1 failed, 0 errors}. */
    public String counts() {
        int chosen = omitted(OmittedCheck.Kind.OTHER_HALF).size();
        return checks.size() + (checks.size() == 1 ? " check" : " checks")
                + (derived() == 0 ? ": " : ", " + derived() + " of them derived: ") + passed() + " passed, " + failed()
                + " failed, " + unjudged() + (unjudged() == 1 ? " error" : " errors")
                + (known().isEmpty() ? "" : ", " + known().size() + " known")
                + (notRun() == 0 ? "" : ", " + notRun() + " not run")
                + OmittedCheck.unset(unset().size())
                + (chosen == 0 ? "" : ", " + chosen + " left out by choice");
    }

    /** The checks that are not made because their rules wait for settings. */
    public List<OmittedCheck> unset() {
        return omitted(OmittedCheck.Kind.UNSET);
    }

    private List<OmittedCheck> omitted(OmittedCheck.Kind kind) {
        return omitted.stream().filter(check -> check.kind() == kind).toList();
    }

    /** Items of a rule file with which those would be made, each once; empty if there are none. */
    String overrides() {
        return unset().stream()
                .flatMap(check -> check.overrides().stream())
                .distinct()
                .collect(Collectors.joining());
    }

    /** How long it took: {@code 12.3 s}. */
    public String duration() {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
