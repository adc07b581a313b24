// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tuning found.
 *
 * @param work the everyday work that triggers alerts
 * @param before the alerts of each rule that fired, without the exceptions
 * @param after the same, with them
 * @param exceptions the exceptions
 * @param untuned the alerts for which there are none
 * @param checks what the checks of the suite say of the exceptions
 * @param writing the outcome of the exceptions
 */
record TuningReport(
        EverydayWork work,
        Map<String, Long> before,
        Map<String, Long> after,
        List<ProposedException> exceptions,
        List<ExceptionProposer.Untuned> untuned,
        Checks checks,
        Writing writing) {
    /**
     * Work that is no attack.
     *
     * @param workloads how many workloads were played
     * @param recordings how many recordings were read
     * @param notPlayed which workloads could not be played, in sentences
     * @param doubts why recordings may lack alerts
     * @param production what was read of production's alerts; empty if none were given
     */
    record EverydayWork(
            int workloads, int recordings, List<String> notPlayed, List<String> doubts, List<String> production) {
        EverydayWork {
            notPlayed = List.copyOf(notPlayed);
            doubts = List.copyOf(doubts);
            production = List.copyOf(production);
        }
    }

    /**
     * The checks of the suite with the exceptions.
     *
     * @param attacks how many passed that a rule fires
     * @param lost those that passed only without the exceptions
     * @param failing those that pass neither with nor without them
     * @param conditions what the rules report with them, in the sentences of a difference
     */
    record Checks(long attacks, List<CheckResult> lost, List<CheckResult> failing, List<String> conditions) {
        /** None was made. */
        static final Checks NONE = new Checks(0, List.of(), List.of(), List.of());

        Checks {
            lost = List.copyOf(lost);
            failing = List.copyOf(failing);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * The outcome of the exceptions.
     *
     * @param isDone whether they were written
     * @param refusal why they were not, although they should have been; else empty
     */
    record Writing(boolean isDone, String refusal) {
        /** Nobody asked for it. */
        static final Writing NONE = new Writing(false, "");
    }

    private static final int MAX_DOUBTS = 10;
    private static final int MAX_FAILING = 5;
    private static final int MAX_EXAMPLE = 240;

    TuningReport {
        before = Map.copyOf(new LinkedHashMap<>(before));
        after = Map.copyOf(new LinkedHashMap<>(after));
        exceptions = List.copyOf(exceptions);
        untuned = List.copyOf(untuned);
    }

    TuningReport checked(Checks made) {
        return new TuningReport(work, before, after, exceptions, untuned, made, writing);
    }

    TuningReport written(Writing then) {
        return new TuningReport(work, before, after, exceptions, untuned, checks, then);
    }

    List<CheckResult> lost() {
        return checks.lost();
    }

    private static long sum(Map<String, Long> alerts) {
        return alerts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The rules that fired, the noisiest first. */
    private List<String> noisy() {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .sorted((a, b) -> {
                    int byAlerts = Long.compare(before.getOrDefault(b, 0L), before.getOrDefault(a, 0L));
                    return byAlerts != 0 ? byAlerts : a.compareTo(b);
                })
                .toList();
    }

    /** The lines for the console. */
    List<String> lines(TuningTarget target) {
        List<String> lines = new ArrayList<>();
        lines.add("Everyday work (" + number(work.workloads(), "workload") + ", "
                + number(work.recordings(), "recording")
                + (work.production().isEmpty() ? "" : ", alerts of production") + ") triggers "
                + number(sum(before), "alert") + " of " + number(before.size(), "rule")
                + (exceptions.isEmpty() ? "." : ", with the exceptions below " + number(sum(after), "alert") + "."));
        lines.addAll(work.production());
        lines.addAll(work.notPlayed());
        work.doubts().stream().limit(MAX_DOUBTS).forEach(doubt -> lines.add("WARNING: " + doubt));
        if (work.doubts().size() > MAX_DOUBTS) {
            lines.add("WARNING: and " + (work.doubts().size() - MAX_DOUBTS)
                    + " more reasons why recordings may lack alerts");
        }
        for (String rule : noisy()) {
            lines.add("");
            lines.add("Rule \"" + rule + "\": " + before.getOrDefault(rule, 0L) + " alerts, "
                    + after.getOrDefault(rule, 0L) + " with the exceptions");
            of(rule).forEach(exception -> exception(lines, exception));
            untunedOf(rule).forEach(left -> {
                lines.add("  No exception for " + left.alerts() + " of them. " + left.reason());
                lines.add("    for example: " + cut(left.example()));
            });
        }
        List<String> wrapped = new ArrayList<>(WrappedLine.of(lines));
        if (!exceptions.isEmpty()) {
            wrapped.add("");
            ExceptionsYaml.of(exceptions).lines().forEach(wrapped::add); // as it is to be pasted
            wrapped.add("");
            List<String> last = new ArrayList<>();
            checks(last);
            last.add(end(target));
            wrapped.addAll(WrappedLine.of(last));
        }
        return wrapped;
    }

    private static void exception(List<String> lines, ProposedException exception) {
        String origins = String.join(", ", exception.effect().origins());
        lines.add(
                exception.effect().alerts() == 0
                        ? "  " + exception.name() + " silences alerts that not each run of " + origins + " triggers"
                        : "  " + exception.name() + " silences "
                                + exception.effect().alerts() + " alerts of " + origins);
        lines.add("    It hides every alert of this rule with the same " + String.join(", ", exception.fields()) + ".");
        exception.effect().hides().forEach(example -> lines.add("    It also hides in the scenario " + cut(example)));
        lines.add(
                exception.effect().caught().isEmpty()
                        ? "    No attack of the scenarios shows what the rule must still detect."
                        : "    The nearest attack is still detected, "
                                + exception.effect().caught());
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String cut(String text) {
        return text.length() <= MAX_EXAMPLE ? text : text.substring(0, MAX_EXAMPLE) + "...";
    }

    private void checks(List<String> lines) {
        lines.addAll(checks.conditions());
        if (!checks.failing().isEmpty()) {
            lines.add("NOTE: " + checks.failing().size() + " checks pass neither with nor without the exceptions:");
            checks.failing().stream()
                    .limit(MAX_FAILING)
                    .forEach(check ->
                            lines.add("  the rule \"" + check.rule() + "\" in the scenario " + check.scenario()));
            if (checks.failing().size() > MAX_FAILING) {
                lines.add("  and " + (checks.failing().size() - MAX_FAILING) + " more; " + Wording.command("verify")
                        + " shows them");
            }
        }
        for (CheckResult check : checks.lost()) {
            lines.add("With the exceptions, a check does not pass any more:");
            check.verdict().reason().lines().forEach(lines::add);
        }
        lines.add("Attacks: " + checks.attacks() + " checks that a rule fires pass with the exceptions, "
                + checks.lost().size() + " checks do not pass any more.");
    }

    private String end(TuningTarget target) {
        if (!checks.lost().isEmpty()) {
            return "Nothing was written.";
        }
        if (!writing.refusal().isEmpty()) {
            return "Nothing was written. " + writing.refusal();
        }
        return writing.isDone()
                ? "Written to " + target.file()
                : "Nothing was written. With " + Wording.given("fix") + " the exceptions are appended to "
                        + target.file() + ".";
    }

    private List<ProposedException> of(String rule) {
        return exceptions.stream()
                .filter(exception -> exception.rule().equals(rule))
                .toList();
    }

    private List<ExceptionProposer.Untuned> untunedOf(String rule) {
        return untuned.stream().filter(left -> left.rule().equals(rule)).toList();
    }

    /** What {@code tune.json} has. */
    private record Told(
            @Written(inline = true) Counts counts,
            @Written(line = 1) List<String> notPlayed,
            @Written(line = 1, rows = 2) List<OfRule> rules,
            @Written(line = 1) List<Lost> lost,
            @Written(line = 1) List<String> conditions,
            @Written(line = 1) List<String> doubts,
            @Written(line = 1) List<String> production) {}

    private record Counts(int workloads, int recordings, long alertsBefore, long alertsAfter, long attacksDetected) {}

    private record OfRule(
            String rule,
            long before,
            long after,
            @Written(line = 3, rows = 4) List<ProposedException> exceptions,
            @Written(line = 3, rows = 4) List<ExceptionProposer.Untuned> untuned) {}

    private record Lost(String scenario, String rule) {}

    String json() {
        return RecordJson.report(new Told(
                new Counts(work.workloads(), work.recordings(), sum(before), sum(after), checks.attacks()),
                work.notPlayed(),
                noisy().stream()
                        .map(rule -> new OfRule(
                                rule,
                                before.getOrDefault(rule, 0L),
                                after.getOrDefault(rule, 0L),
                                of(rule),
                                untunedOf(rule)))
                        .toList(),
                checks.lost().stream()
                        .map(check -> new Lost(check.scenario(), check.rule()))
                        .toList(),
                checks.conditions(),
                work.doubts(),
                work.production()));
    }
}
