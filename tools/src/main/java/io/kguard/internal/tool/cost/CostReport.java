// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.cost;

import io.kguard.engine.Alert;
import io.kguard.engine.Measured;
import io.kguard.engine.Measures;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.internal.message.NamedRows;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.Table;
import io.kguard.rule.Rule;
import io.kguard.simulation.EventCounts;
import io.kguard.verdict.Detections;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What rules cost, and which rules hide others.
 *
 * @param rules the costs of each rule, the most expensive first
 * @param types the event types that rules need, the most frequent first
 * @param events the number of events of everyday workloads
 * @param doubts the scenarios that could not be measured
 */
record CostReport(List<RuleCost> rules, List<TypeCost> types, long events, List<String> doubts) {
    private static final int SHOWN = 10;

    private static final double PERCENT = 100;

    CostReport {
        rules = List.copyOf(rules);
        types = List.copyOf(types);
        doubts = List.copyOf(doubts);
    }

    /**
     * The cost of a rule.
     *
     * @param evaluations events of its types
     * @param matches events that it matches if every rule sees them
     * @param share its part of the time for evaluating all, each on its own, from 0 to 1
     * @param taken how many of its matches an earlier rule matches too: where an event triggers only the first rule, the rule does not
     *     report them
     * @param takenBy the same by that rule's name
     * @param scenario a scenario with such an event; empty if there is none
     */
    record RuleCost(
            String rule,
            long evaluations,
            long matches,
            double share,
            long taken,
            Map<String, Long> takenBy,
            String scenario) {
        RuleCost {
            takenBy = new LinkedHashMap<>(takenBy);
        }

        /** Whether it matches, and never first. */
        boolean isHidden() {
            return matches > 0 && taken == matches;
        }
    }

    /**
     * An event type that rules need.
     *
     * @param rules how many rules need it
     * @param share its part of the events of everyday workloads, from 0 to 1
     */
    record TypeCost(String type, int rules, double share) {}

    /** What {@code cost.json} has. */
    private record Told(
            long events,
            @Written(line = 1, rows = 2) List<RuleCost> rules,
            @Written(line = 1, rows = 2) List<TypeCost> eventTypes,
            @Written(line = 1) List<String> notMeasured) {}

    /** The rules, such that sessions measure their time. */
    static RuleSet timed(RuleSet rules) {
        return rules.measuring(
                Measures.timed(rules.rules().stream().map(Rule::name).toList()));
    }

    /**
     * The report.
     *
     * @param rules the rules
     * @param scenarios what was detected in scenarios, where all rules that match an event fire
     * @param workloads the same of everyday workloads
     * @param counts the events of each type in everyday workloads
     */
    static CostReport of(
            RuleSet rules, List<Detections> scenarios, List<Detections> workloads, Collection<EventCounts> counts) {
        List<Detections> all = new ArrayList<>(scenarios);
        all.addAll(workloads);
        List<Detections> trusted = all.stream().filter(Detections::isTrusted).toList();
        Map<String, Map<String, Long>> taken = new HashMap<>();
        Map<String, String> shownBy = new HashMap<>();
        trusted.forEach(detections -> takes(detections, taken, shownBy));
        List<String> names = rules.rules().stream().map(Rule::name).toList();
        long nanos =
                names.stream().mapToLong(rule -> nanos(outcomes(rule, trusted))).sum();
        List<RuleCost> costs = names.stream()
                .map(rule -> cost(
                        rule,
                        outcomes(rule, trusted),
                        nanos,
                        taken.getOrDefault(rule, Map.of()),
                        shownBy.getOrDefault(rule, "")))
                .sorted(Comparator.comparingDouble(RuleCost::share).reversed())
                .toList();
        EventCounts sum = EventCounts.sum(counts);
        return new CostReport(
                costs,
                types(rules, sum),
                sum.total(),
                all.stream()
                        .filter(detections -> !detections.isTrusted())
                        .map(Detections::scenario)
                        .toList());
    }

    /** Counts the alerts of each event after the first: an earlier rule takes them. */
    private static void takes(
            Detections detections, Map<String, Map<String, Long>> taken, Map<String, String> shownBy) {
        @Nullable Alert first = null;
        for (Alert alert : detections.alerts()) {
            if (first == null || first.eventNumber() != alert.eventNumber()) {
                first = alert;
            } else {
                taken.computeIfAbsent(alert.ruleName(), name -> new LinkedHashMap<>())
                        .merge(first.ruleName(), 1L, Long::sum);
                shownBy.putIfAbsent(alert.ruleName(), detections.scenario());
            }
        }
    }

    private static List<RuleOutcome> outcomes(String rule, List<Detections> trusted) {
        return trusted.stream()
                .flatMap(detections -> detections.outcome(rule).stream())
                .toList();
    }

    private static long nanos(List<RuleOutcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.measured().stream())
                .mapToLong(Measured::nanos)
                .sum();
    }

    private static RuleCost cost(
            String rule, List<RuleOutcome> outcomes, long nanos, Map<String, Long> taken, String shownBy) {
        return new RuleCost(
                rule,
                outcomes.stream().mapToLong(RuleOutcome::eventsReached).sum(),
                outcomes.stream().mapToLong(RuleOutcome::eventsMatched).sum(),
                share(nanos(outcomes), nanos),
                taken.values().stream().mapToLong(Long::longValue).sum(),
                taken,
                shownBy);
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static List<TypeCost> types(RuleSet rules, EventCounts counts) {
        EventTable table = EventTable.of(rules.options().version());
        Map<String, BitSet> codes = new HashMap<>();
        Map<String, Integer> needed = new HashMap<>();
        for (Rule rule : rules.rules()) {
            TreeSet<String> names = new TreeSet<>();
            rules.eventCodes(rule).stream().filter(counts::has).forEach(code -> {
                EventType type = table.type(code);
                if (type != null) {
                    names.add(type.name());
                    codes.computeIfAbsent(type.name(), key -> new BitSet()).set(code);
                }
            });
            names.forEach(name -> needed.merge(name, 1, Integer::sum));
        }
        return codes.entrySet().stream()
                .map(type -> new TypeCost(
                        type.getKey(),
                        needed.getOrDefault(type.getKey(), 0),
                        share(type.getValue().stream().mapToLong(counts::of).sum(), counts.total())))
                .sorted(Comparator.comparingDouble(TypeCost::share).reversed().thenComparing(TypeCost::type))
                .toList();
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Cost of " + rules.size() + " rules; cost.json has all of them");
        lines.addAll(NamedRows.of(rules.stream()
                .limit(SHOWN)
                .map(rule -> new NamedRows.Row(
                        rule.rule(),
                        String.format(
                                Locale.ROOT,
                                "%5.1f %% of the time  %8d evaluations  %5d matches",
                                PERCENT * rule.share(),
                                rule.evaluations(),
                                rule.matches()),
                        List.of()))
                .toList()));
        if (events > 0) {
            lines.add("Event types that rules need, of " + events + " events of everyday workloads: "
                    + types.stream()
                            .limit(SHOWN)
                            .map(type -> String.format(Locale.ROOT, "%s %.1f %%", type.type(), PERCENT * type.share()))
                            .collect(Collectors.joining(", ")));
        }
        rules.stream()
                .filter(RuleCost::isHidden)
                .forEach(rule -> lines.add("  Hidden: \"" + rule.rule() + "\" matches " + rule.matches()
                        + (rule.matches() == 1 ? " event" : " events") + ", and an earlier rule takes each: "
                        + String.join(", ", rule.takenBy().keySet()) + "; as in " + rule.scenario()));
        doubts.forEach(scenario -> lines.add("  Not measured: " + scenario + ", because its events are not complete"));
        return WrappedLine.of(lines);
    }

    /** The tables of the report for people: the rules that others hide, what each costs, and the event types. */
    List<Table> tables() {
        List<RuleCost> losing = rules.stream().filter(rule -> rule.taken() > 0).toList();
        long hidden = losing.stream().filter(RuleCost::isHidden).count();
        String left = doubts.isEmpty()
                ? ""
                : ". Not measured, because their events are not complete: " + String.join(", ", doubts);
        Table shadow = new Table(
                "Shadow",
                "Where an event triggers only the first rule that matches, earlier rules take events of "
                        + losing.size()
                        + (losing.size() == 1 ? " rule" : " rules") + ", and all events of " + hidden
                        + " of these in the scenarios" + left,
                List.of("Rule", "Matches", "Taken", "By", "As in"),
                losing.stream()
                        .sorted(Comparator.comparing(RuleCost::isHidden).reversed())
                        .map(rule -> List.of(
                                rule.rule(),
                                String.valueOf(rule.matches()),
                                rule.isHidden() ? "all" : String.valueOf(rule.taken()),
                                String.join(", ", rule.takenBy().keySet()),
                                rule.scenario()))
                        .toList());
        Table costs = new Table(
                "Cost",
                "The share of each rule of the time for evaluating all, each on its own",
                List.of("Rule", "Share of time", "Evaluations", "Matches"),
                rules.stream()
                        .map(rule -> List.of(
                                rule.rule(),
                                String.format(Locale.ROOT, "%.1f %%", PERCENT * rule.share()),
                                String.valueOf(rule.evaluations()),
                                String.valueOf(rule.matches())))
                        .toList());
        Table needed = new Table(
                "Event types",
                "The event types that rules need, and their share of " + events + " events of everyday workloads",
                List.of("Type", "Rules", "Share of events"),
                types.stream()
                        .map(type -> List.of(
                                type.type(),
                                String.valueOf(type.rules()),
                                String.format(Locale.ROOT, "%.2f %%", PERCENT * type.share())))
                        .toList());
        return events == 0 ? List.of(shadow, costs) : List.of(shadow, costs, needed);
    }

    /** The costs of each rule for the reports, by its name. */
    Map<String, RuleFigures.Cost> figures() {
        Map<String, RuleFigures.Cost> figures = new HashMap<>();
        rules.forEach(rule -> figures.put(
                rule.rule(),
                new RuleFigures.Cost(
                        rule.share(), rule.evaluations(), rule.matches(), rule.takenBy(), rule.scenario())));
        return figures;
    }

    String json() {
        return RecordJson.report(new Told(events, rules, types, doubts));
    }
}
