// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.RepeatCommand;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page with the evidence of a set, in the words of its template.
 *
 * @param set the set
 */
record SetPage(BoardSet set) {
    private static final int MAX_ALERTS = 3;

    /** A variant that says nothing about rules. */
    record UncountedView(String scenario, String way, String reason) {}

    /** A variant that a rule missed. */
    record MissedView(String way, String scenario, String seen, String command) {}

    SetSummary summary() {
        return SetSummary.of(set);
    }

    List<OfRule> rules() {
        Set<String> names = new LinkedHashSet<>(set.ruleNames());
        set.results().rules().forEach(rule -> names.add(rule.name()));
        return names.stream().map(name -> new OfRule(set, name)).toList();
    }

    boolean hasUncounted() {
        return !uncounted().isEmpty();
    }

    List<UncountedView> uncounted() {
        return set.evasion().map(EvasionResults::uncounted).orElse(List.of()).stream()
                .map(one -> new UncountedView(one.key().scenario(), one.key().way(), one.reason()))
                .toList();
    }

    boolean hasInDoubt() {
        return !inDoubt().isEmpty();
    }

    List<UncountedView> inDoubt() {
        return set.metadata().stream()
                .flatMap(one -> one.inDoubt().entrySet().stream())
                .map(one -> new UncountedView(one.getKey(), "", one.getValue()))
                .toList();
    }

    /** What is known of a rule. */
    record OfRule(BoardSet set, String name) {
        String id() {
            return set.anchors().of("rule", name);
        }

        private Optional<RuleResult> rule() {
            return Optional.ofNullable(set.rule(name));
        }

        String place() {
            return rule().map(RuleResult::place).orElse("");
        }

        String about() {
            return rule().map(rule -> String.join(" · ", rule.about())).orElse("");
        }

        String unevaluated() {
            return rule().map(RuleResult::unevaluated).orElse("No rule file of the run has it.");
        }

        /** The worst of its checks, in a word. */
        String word() {
            return CheckTally.of(set.checks(name), set.unplayed(name).size()).word();
        }

        /** The column texts of the first page. */
        List<String> figures() {
            return List.of(Measure.values()).stream()
                    .filter(measure -> measure.isIn(set))
                    .map(measure ->
                            measure.heading() + ": " + measure.cell(set, name).text())
                    .toList();
        }

        List<OfCheck> checks() {
            Set<BoardKey> seen = new HashSet<>();
            return set.checks(name).stream()
                    .map(check -> new OfCheck(set, check, seen.add(check.key())))
                    .toList();
        }

        boolean hasUnplayed() {
            return !unplayed().isEmpty();
        }

        List<UnplayedCheck> unplayed() {
            return set.unplayed(name);
        }

        boolean hasMissed() {
            return !missed().isEmpty();
        }

        List<MissedView> missed() {
            return set.evasion().map(results -> results.rules().get(name)).stream()
                    .flatMap(rule -> rule.missed().stream())
                    .map(one -> new MissedView(
                            one.key().way(),
                            one.key().scenario(),
                            one.seenBy().isEmpty() ? "unseen by all" : "seen by " + String.join(", ", one.seenBy()),
                            RepeatCommand.withEvasions(
                                    one.key().scenario(), set.results().head().options())))
                    .toList();
        }

        /** Where it is noisy, and what late metadata changes. */
        List<String> lines() {
            return set.metadata().stream()
                    .flatMap(one -> List.of(
                            line(
                                    "Goes silent if metadata is ",
                                    one.arrival(),
                                    one.silenced().get(name)),
                            line(
                                    "Begins to fire if metadata is ",
                                    one.arrival(),
                                    one.raised().get(name)))
                            .stream())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }

        private static String line(String what, String arrival, @Nullable List<String> scenarios) {
            return scenarios == null ? "" : what + arrival + ": " + String.join(", ", scenarios);
        }

        String workloads() {
            return rule().flatMap(RuleResult::noise)
                    .map(noise -> String.join(", ", noise.workloads()))
                    .orElse("");
        }
    }

    /**
     * What is known of a check.
     *
     * @param first whether it is the first with its key, to which links lead
     */
    record OfCheck(BoardSet set, CheckOutcome check, boolean first) {
        String id() {
            return first ? set.checkId(check.key()) : "";
        }

        String word() {
            return check.verdict();
        }

        String expect() {
            return check.key().expect();
        }

        String simulation() {
            return check.key().simulation();
        }

        String title() {
            return check.about().title();
        }

        String about() {
            return String.join(
                    " · ",
                    Stream.of(
                                    String.join(", ", check.about().techniques()),
                                    check.about().origin() + (check.derived() ? ", derived" : ""),
                                    check.about().simulated().isEmpty()
                                            ? ""
                                            : "simulated: " + check.about().simulated())
                            .filter(text -> !text.isEmpty())
                            .toList());
        }

        List<String> alerts() {
            return check.alerts().stream().limit(MAX_ALERTS).toList();
        }

        String more() {
            int more = check.alerts().size() - MAX_ALERTS;
            return more <= 0 ? "" : more + " more " + (more == 1 ? "alert" : "alerts");
        }

        String reason() {
            return check.reason();
        }

        /** The clause trace, unless the reason has it. */
        String trace() {
            return check.reason().contains(check.explanation()) ? "" : check.explanation();
        }

        /** The command that makes it again; empty for a rule test in Java. */
        String command() {
            String scenario = check.about().scenario();
            return scenario.isEmpty()
                    ? ""
                    : RepeatCommand.of(scenario, set.results().head().options());
        }

        String recording() {
            String scenario = check.about().scenario();
            return set.recordings().contains(scenario)
                    ? BoardSet.RECORDINGS + "/" + set.name().id() + "/" + scenario + BoardSet.RECORDING
                    : "";
        }

        /** The command that records its scenario, where there is no recording of one that can be played. */
        String record() {
            String scenario = check.about().scenario();
            boolean live = check.about().origin().equals("live");
            return live && !scenario.isEmpty() && recording().isEmpty()
                    ? RepeatCommand.record(scenario, "recording" + BoardSet.RECORDING)
                    : "";
        }
    }
}
