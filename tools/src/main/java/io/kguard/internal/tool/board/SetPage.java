// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.RepeatCommand;
import io.kguard.internal.report.ResultsJson;
import io.kguard.internal.report.ResultsJson.Check;
import io.kguard.internal.report.ResultsJson.Rule;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.internal.tool.metadata.MetadataAnalysis;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
        set.rules().forEach(rule -> names.add(rule.rule()));
        return names.stream().map(name -> new OfRule(set, name)).toList();
    }

    List<UncountedView> uncounted() {
        return set.evasion().map(EvasionReport.Results::uncounted).orElse(List.of()).stream()
                .map(one -> new UncountedView(one.key().scenario(), one.key().evasion(), one.reason()))
                .toList();
    }

    List<UncountedView> inDoubt() {
        return set.metadata().stream()
                .flatMap(one -> one.inDoubt().stream())
                .map(one -> new UncountedView(one.scenario(), "", one.reason()))
                .toList();
    }

    /** What is known of a rule. */
    record OfRule(BoardSet set, String name) {
        String id() {
            return set.anchors().of("rule", name);
        }

        private Optional<Rule> rule() {
            return Optional.ofNullable(set.rule(name));
        }

        String place() {
            return rule().map(rule -> rule.place().toString()).orElse("");
        }

        String about() {
            return rule().map(Rule::header)
                    .map(header ->
                            header.priority() + " · " + header.source() + " · " + String.join(", ", header.tags()))
                    .orElse("");
        }

        String unevaluated() {
            return rule().map(rule -> rule.state().reason()).orElse("No rule file of the run has it.");
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
            Set<BoardSet.Key> seen = new HashSet<>();
            return set.checks(name).stream()
                    .map(check -> new OfCheck(set, check, seen.add(BoardSet.Key.of(check))))
                    .toList();
        }

        List<BoardSet.Unplayed> unplayed() {
            return set.unplayed(name);
        }

        List<MissedView> missed() {
            return set.evasionOf(name).stream()
                    .flatMap(rule -> rule.missed().stream())
                    .map(one -> new MissedView(
                            one.key().evasion(),
                            one.key().scenario(),
                            one.seenBy().isEmpty() ? "unseen by all" : "seen by " + String.join(", ", one.seenBy()),
                            RepeatCommand.withEvasions(
                                    one.key().scenario(), set.results().made().options())))
                    .toList();
        }

        /** What late or missing metadata changes. */
        List<String> lines() {
            return set.metadata().stream()
                    .flatMap(one -> Stream.concat(
                            lines("Goes silent if metadata is " + one.metadata(), one.silenced()),
                            lines("Begins to fire if metadata is " + one.metadata(), one.raised())))
                    .toList();
        }

        private Stream<String> lines(String what, List<MetadataAnalysis.Changed> rules) {
            return rules.stream().filter(one -> one.rule().equals(name)).map(one -> what + ": " + one.in());
        }

        String workloads() {
            return rule().flatMap(rule -> rule.figures().noise())
                    .map(noise -> String.join(", ", noise.workloads()))
                    .orElse("");
        }
    }

    /**
     * What is known of a check.
     *
     * @param first whether it is the first with its key, to which links lead
     */
    record OfCheck(BoardSet set, Check check, boolean first) {
        String id() {
            return first ? set.checkId(BoardSet.Key.of(check)) : "";
        }

        String simulation() {
            return BoardSet.Key.of(check).simulation();
        }

        private CheckEntry.About scenario() {
            return check.subject().about();
        }

        String about() {
            return String.join(
                    " · ",
                    Stream.of(
                                    String.join(", ", scenario().techniques()),
                                    check.origin().origin() + (check.origin().derived() ? ", derived" : ""),
                                    scenario().simulated().isEmpty()
                                            ? ""
                                            : "simulated: " + scenario().simulated())
                            .filter(text -> !text.isEmpty())
                            .toList());
        }

        List<String> alerts() {
            return check.alerts().alerts().stream()
                    .limit(MAX_ALERTS)
                    .map(ResultsJson.Alert::message)
                    .toList();
        }

        String more() {
            int more = check.alerts().alerts().size() - MAX_ALERTS;
            return more <= 0 ? "" : more + " more " + (more == 1 ? "alert" : "alerts");
        }

        /** The clause trace, unless the reason has it. */
        String trace() {
            return check.outcome().reason().contains(check.outcome().explanation())
                    ? ""
                    : check.outcome().explanation();
        }

        /** The command that makes it again; empty for a rule test in Java. */
        String command() {
            String scenario = check.scenario();
            return scenario.isEmpty()
                    ? ""
                    : RepeatCommand.of(scenario, set.results().made().options());
        }

        String recording() {
            String scenario = check.scenario();
            return set.recordings().contains(scenario)
                    ? BoardSet.RECORDINGS + "/" + set.name().id() + "/" + scenario + BoardSet.RECORDING
                    : "";
        }

        /** The command that records its scenario, where there is no recording of one that can be played. */
        String record() {
            String scenario = check.scenario();
            boolean live = check.origin().origin().equals("live");
            return live && !scenario.isEmpty() && recording().isEmpty()
                    ? RepeatCommand.record(scenario, "recording" + BoardSet.RECORDING)
                    : "";
        }
    }
}
