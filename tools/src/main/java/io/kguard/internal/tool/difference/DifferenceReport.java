// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.engine.Alert;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.tool.derive.TwoRules;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.TwoVerdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts differ between two sets of rules.
 *
 * @param against the name of the rules before the change
 * @param settings how the evaluation of rules differs, as the configuration of each side has it, in sentences
 * @param changes the rules that differ, by name
 * @param played what both say of each scenario
 * @param recordings what both say of each recording
 * @param loaded what the rules say as they are loaded, without any events that were played
 * @param took how long it took
 */
public record DifferenceReport(
        String against,
        List<String> settings,
        Map<String, RuleChange> changes,
        List<TwoVerdicts> played,
        List<RecordingDifference> recordings,
        Loaded loaded,
        Duration took) {
    /** Copies the collections. */
    public DifferenceReport {
        settings = List.copyOf(settings);
        changes = new TreeMap<>(changes);
        played = List.copyOf(played);
        recordings = List.copyOf(recordings);
    }

    /**
     * What rules say as they are loaded.
     *
     * @param version the reasons for a new major, minor or patch number of the semantic version
     * @param told what tells the conditions that differ apart
     */
    record Loaded(Map<String, List<String>> version, List<TwoRules.Told> told) {
        Loaded {
            version = new LinkedHashMap<>(version);
            told = List.copyOf(told);
        }
    }

    /** What events are of. */
    public enum Kind {
        /** An attack. */
        ATTACK,
        /** An act on which rules must stay silent. */
        BENIGN,
        /** An everyday workload. */
        WORKLOAD,
        /** A recording of the user. */
        RECORDING;

        static Kind of(Scenario scenario) {
            return switch (scenario.kind()) {
                case WORKLOAD -> WORKLOAD;
                case UNPROVEN -> ATTACK;
                case CHECKED -> scenario.expectations().stream().anyMatch(Expectation::isFires) ? ATTACK : BENIGN;
            };
        }

        /** What it is called in reports. */
        public String word(int count) {
            return switch (this) {
                case ATTACK -> count == 1 ? "attack" : "attacks";
                case BENIGN -> count == 1 ? "benign act" : "benign acts";
                case WORKLOAD -> count == 1 ? "workload" : "workloads";
                case RECORDING -> count == 1 ? "recording" : "recordings";
            };
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The differences of a rule's alerts in some events.
     *
     * @param name the scenario's id, or the recording's file
     */
    public record Place(Kind kind, String name, RuleDifference alerts) {}

    /** Why a scenario or a recording could not be compared. */
    public record Doubt(String name, List<String> reasons) {
        /** Copies the list. */
        public Doubt {
            reasons = List.copyOf(reasons);
        }
    }

    /** What the changed conditions do, in sentences. */
    public List<String> sentences() {
        return loaded.told().stream().map(TwoRules.Told::sentence).toList();
    }

    /** What can't be compared; empty if all can. */
    public List<Doubt> inDoubt() {
        List<Doubt> doubts = new ArrayList<>();
        played.stream()
                .filter(verdicts -> !verdicts.doubts().isEmpty())
                .forEach(verdicts -> doubts.add(new Doubt(verdicts.scenario().id(), verdicts.doubts())));
        recordings.stream()
                .filter(recording -> !recording.doubts().isEmpty())
                .forEach(recording -> doubts.add(new Doubt(name(recording.recording()), recording.doubts())));
        return doubts;
    }

    private List<TwoVerdicts> compared() {
        return played.stream().filter(verdicts -> verdicts.doubts().isEmpty()).toList();
    }

    /** How many of each kind were compared. */
    public Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        compared().forEach(verdicts -> counts.merge(Kind.of(verdicts.scenario()), 1, Integer::sum));
        recordings.stream()
                .filter(recording -> recording.doubts().isEmpty())
                .forEach(recording -> counts.merge(Kind.RECORDING, 1, Integer::sum));
        return counts;
    }

    /** The same in words, such as {@code 2 attacks, 1 benign act}; empty if nothing was. */
    public String comparedOn() {
        return counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().word(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Where the alerts of each rule differ, by the rule's name. */
    public Map<String, List<Place>> byRule() {
        Map<String, List<Place>> rules = new TreeMap<>();
        for (TwoVerdicts verdicts : compared()) {
            for (RuleDifference alerts : AlertComparison.between(verdicts.before(), verdicts.after())) {
                Place place = new Place(
                        Kind.of(verdicts.scenario()), verdicts.scenario().id(), alerts);
                rules.computeIfAbsent(alerts.rule(), name -> new ArrayList<>()).add(place);
            }
        }
        for (RecordingDifference recording : recordings) {
            for (RuleDifference alerts : recording.doubts().isEmpty() ? recording.rules() : List.<RuleDifference>of()) {
                rules.computeIfAbsent(alerts.rule(), name -> new ArrayList<>())
                        .add(new Place(Kind.RECORDING, name(recording.recording()), alerts));
            }
        }
        return rules;
    }

    /**
     * Why the change raises the major, the minor or the patch number of the rules' version, the highest first; without the numbers that
     * nothing raises. An alert that is lost on an attack shows that a condition matches less; on a benign act it is noise.
     */
    public Map<String, List<String>> semanticVersion() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        loaded.version().forEach((number, of) -> reasons.put(number, new ArrayList<>(of)));
        byRule().forEach((rule, places) -> {
            RuleChange change = changes.get(rule);
            int lost = places.stream()
                    .filter(place -> place.kind() == Kind.ATTACK)
                    .mapToInt(place -> place.alerts().vanishing())
                    .sum();
            if (lost > 0 && change != null && change.isOfCondition()) {
                reasons.computeIfAbsent(SemanticVersion.MAJOR, number -> new ArrayList<>())
                        .add("rule \"" + rule + "\" raises " + lost + " fewer of the alerts on attacks");
            }
        });
        reasons.values().removeIf(List::isEmpty);
        return reasons;
    }

    /** The rules that differ, each with its name before the change: another one if it reports the events of one that is gone. */
    public Map<String, String> namesBefore() {
        Map<String, String> names = new TreeMap<>();
        changes.keySet().forEach(rule -> names.put(rule, rule));
        replacedAlerts().stream()
                .filter(replaced -> isNew(changes.get(replaced.by())) && isGone(changes.get(replaced.from())))
                .forEach(replaced -> names.put(replaced.by(), replaced.from()));
        return names;
    }

    /** Whether a rule was not there before the change. */
    public boolean isNew(String rule) {
        return isNew(changes.get(rule));
    }

    private static boolean isNew(@Nullable RuleChange change) {
        return change != null && change.isNew();
    }

    private static boolean isGone(@Nullable RuleChange change) {
        return change != null && change.isGone();
    }

    /** How a rule differs, in words. */
    public String change(String rule) {
        return new DifferenceText(this).summary().change(rule);
    }

    /** How many of a rule's alerts appear, vanish and say something else, such as {@code +1 −2}; empty if none does. */
    public String signs(String rule) {
        List<Place> places = byRule().getOrDefault(rule, List.of());
        return places.isEmpty() ? "" : DifferenceText.total(places).signs();
    }

    /** The alerts that another rule raises on the same events. */
    public List<ReplacedAlerts> replacedAlerts() {
        List<ReplacedAlerts> all = new ArrayList<>();
        compared().forEach(verdicts -> all.addAll(AlertComparison.replacedAlerts(verdicts.before(), verdicts.after())));
        recordings.stream()
                .filter(recording -> recording.doubts().isEmpty())
                .forEach(recording -> all.addAll(recording.replacedAlerts()));
        return ReplacedAlerts.sums(all);
    }

    /**
     * The attacks of which a rule that is expected to fire did so before, and none does after. If a rule of the change reports the
     * same events, it is only the name that is another one: that is no loss.
     */
    public List<String> noLongerReported() {
        return compared().stream()
                .filter(verdicts -> isReported(verdicts.scenario(), verdicts.before())
                        && !isReported(verdicts.scenario(), verdicts.after()))
                .filter(verdicts -> replacedAlerts(verdicts).stream()
                        .noneMatch(replaced -> verdicts.scenario().mustFire(replaced.from())
                                && mayReportMore(changes.get(replaced.by()))))
                .map(verdicts -> verdicts.scenario().id())
                .toList();
    }

    /** The attacks of which a rule that is expected to fire does so after, and none did before, under another name, either. */
    public List<String> newlyReported() {
        return compared().stream()
                .filter(verdicts -> !isReported(verdicts.scenario(), verdicts.before())
                        && isReported(verdicts.scenario(), verdicts.after()))
                .filter(verdicts -> replacedAlerts(verdicts).stream()
                        .noneMatch(replaced -> verdicts.scenario().mustFire(replaced.by())
                                && mayReportLess(changes.get(replaced.from()))))
                .map(verdicts -> verdicts.scenario().id())
                .toList();
    }

    private static List<ReplacedAlerts> replacedAlerts(TwoVerdicts verdicts) {
        return AlertComparison.replacedAlerts(verdicts.before(), verdicts.after());
    }

    /** Whether the change makes a rule report events that it did not match before. Another one was only hidden. */
    private static boolean mayReportMore(@Nullable RuleChange change) {
        return isNew(change) || change != null && change.isOfCondition();
    }

    private static boolean mayReportLess(@Nullable RuleChange change) {
        return isGone(change) || change != null && change.isOfCondition();
    }

    private static boolean isReported(Scenario scenario, List<Alert> alerts) {
        return scenario.expectations().stream()
                .filter(Expectation::isFires)
                .anyMatch(expectation ->
                        alerts.stream().anyMatch(alert -> alert.ruleName().equals(expectation.rule())));
    }

    private static String name(Path recording) {
        return String.valueOf(recording.getFileName());
    }
}
