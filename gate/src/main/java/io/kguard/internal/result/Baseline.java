// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that are known to fail, and may for some time. An error is never excused: what could not be judged is not known.
 *
 * @param file the file; null if there is none
 * @param entries the known failures
 * @param today the day on which entries expire or do not
 */
public record Baseline(@Nullable Path file, List<Entry> entries, LocalDate today) {
    /** No failure is known. */
    public static final Baseline NONE = new Baseline(null, List.of(), LocalDate.EPOCH);

    public Baseline {
        entries = List.copyOf(entries);
    }

    /**
     * A known failure.
     *
     * @param test the rule test; empty for a scenario's check
     * @param scenario the scenario's id; empty for a rule test
     * @param rule the rule's name
     * @param outcome what is expected of the rule
     * @param reason why the failure is accepted
     * @param expires the last day on which it is
     * @param place where it is written
     */
    public record Entry(
            String test,
            String scenario,
            String rule,
            Expectation.Outcome outcome,
            String reason,
            LocalDate expires,
            String place) {
        /** The entry of a check. */
        static Entry of(CheckResult check, String reason, LocalDate expires) {
            return new Entry(
                    check.test(),
                    check.test().isEmpty() ? check.scenario() : "",
                    check.rule(),
                    check.expectation().outcome(),
                    reason,
                    expires,
                    "");
        }

        /** Whether it is of a scenario's check. */
        public boolean isOf(String scenarioId, Expectation expectation) {
            return test.isEmpty()
                    && scenario.equals(scenarioId)
                    && rule.equals(expectation.rule())
                    && outcome == expectation.outcome();
        }

        public boolean isOf(CheckResult check) {
            return test.equals(check.test())
                    && (!test.isEmpty() || scenario.equals(check.scenario()))
                    && rule.equals(check.rule())
                    && outcome == check.expectation().outcome();
        }

        /** Whether it is of the same check as another. */
        boolean isSame(Entry other) {
            return test.equals(other.test)
                    && scenario.equals(other.scenario)
                    && rule.equals(other.rule)
                    && outcome == other.outcome;
        }

        @Override
        public String toString() {
            return (test.isEmpty() ? scenario : test) + ": \"" + rule + "\" " + outcome;
        }
    }

    /** The entry of a check. */
    Optional<Entry> entry(CheckResult check) {
        return entries.stream().filter(entry -> entry.isOf(check)).findFirst();
    }

    /** A check whose failure is known until today or later is no failed one. */
    public CheckResult judge(CheckResult check) {
        if (!(check.verdict() instanceof Verdict.Failed failed)) {
            return check;
        }
        return entry(check)
                .map(entry -> check.withVerdict(
                        today.isAfter(entry.expires())
                                ? new Verdict.Failed(failed.reason() + "\n  This was a known failure until "
                                        + entry.expires() + " (" + entry.place() + "): " + entry.reason())
                                : new Verdict.Known(failed.reason(), entry.reason(), entry.expires())))
                .orElse(check);
    }

    public SuiteResult judge(SuiteResult result) {
        return new SuiteResult(
                result.checks().stream().map(this::judge).toList(), result.whole(), result.took(), result.repeated());
    }

    /**
     * Entries that excuse nothing any more, in sentences.
     *
     * @param whole whether all checks were made, so that an entry without a check has none
     */
    public List<String> stale(SuiteResult result, boolean whole) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            List<CheckResult> checks =
                    result.checks().stream().filter(entry::isOf).toList();
            if (!checks.isEmpty() && checks.stream().allMatch(CheckResult::isPassed)) {
                lines.add("STALE " + entry + " passes again. Remove it at " + entry.place() + ".");
            } else if (checks.isEmpty() && whole) {
                lines.add("STALE " + entry + " is no check of this project. Correct or remove it at " + entry.place()
                        + ".");
            }
        }
        return lines;
    }

    /**
     * The baseline of a result: its failures. Those that were known keep their reason and day.
     *
     * @param reason the reason of new ones
     * @param expires the day of new ones
     */
    Baseline of(SuiteResult result, String reason, LocalDate expires) {
        List<Entry> all = new ArrayList<>();
        for (CheckResult check : result.checks()) {
            if (check.verdict() instanceof Verdict.Failed) {
                Entry entry = entry(check)
                        .filter(known -> !today.isAfter(known.expires()))
                        .orElse(Entry.of(check, reason, expires));
                if (all.stream().noneMatch(entry::isSame)) {
                    all.add(entry);
                }
            }
        }
        return new Baseline(file, all, today);
    }
}
