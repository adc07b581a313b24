// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two sets of rules say of a recording. Alerts belong together that are of one rule and one event, and those that say the
 * same. A version may give written events other times: there the others belong together in their order.
 */
public final class AlertComparison {
    /** How many alerts of one recording are compared. */
    public static final int MAX_ALERTS = 100_000;

    private static final int SHOWN = 3;
    private static final int SHOWN_KINDS = 5;

    private final RuleSet before;
    private final RuleSet after;

    /**
     * An alert that differs.
     *
     * @param before what the side before says; null if it has no such alert
     * @param after what the other side says; null if it has no such alert
     * @param fields what both say otherwise, as names of fields; {@code output} if the fields are the same
     */
    public record Unlike(
            String rule, @Nullable String before, @Nullable String after, Set<String> fields) {
        /** What is said of it: by the side before, if both have it. */
        public String output() {
            return before != null ? before : String.valueOf(after);
        }
    }

    /** A comparison of two sets of rules on recordings. */
    public AlertComparison(RuleSet before, RuleSet after) {
        this.before = before;
        this.after = after;
    }

    /**
     * The difference on a recording, which is played once for each side.
     *
     * @throws IOException if it can't be read to its end
     */
    public RecordingDifference of(Path recording) throws IOException {
        PlayedRecording played = new PlayedRecording(recording);
        PlayedRecording.Result old = played.play(before);
        PlayedRecording.Result now = played.play(after);
        List<RuleDifference> rules = byRule(old.alerts(), now.alerts(), played.isWritten(), unlike -> {});
        List<String> doubts = Stream.concat(old.doubts().stream(), now.doubts().stream())
                .distinct()
                .toList();
        return new RecordingDifference(
                recording,
                old.alerts().size(),
                now.alerts().size(),
                rules,
                sameTimes(played) ? ReplacedAlerts.between(old.alerts(), now.alerts()) : List.of(),
                doubts);
    }

    private boolean sameTimes(PlayedRecording played) {
        return !played.isWritten()
                || before.options().version() == after.options().version();
    }

    /** The differences between alerts on the same events, rule by rule; rules without one are left out. */
    public static List<RuleDifference> between(List<Alert> before, List<Alert> after) {
        return between(before, after, unlike -> {});
    }

    /**
     * The same.
     *
     * @param each receives every alert that differs
     */
    public static List<RuleDifference> between(List<Alert> before, List<Alert> after, Consumer<Unlike> each) {
        return byRule(
                before.stream().map(PlayedAlert::of).toList(),
                after.stream().map(PlayedAlert::of).toList(),
                false,
                each);
    }

    /**
     * The same for the alerts of two sensors: those that say the same belong together, and the others in their order.
     *
     * @param apart the fields that are not compared
     * @param each receives every alert that differs
     */
    public static List<RuleDifference> ofTwoSensors(
            List<Alert> before, List<Alert> after, Set<String> apart, Consumer<Unlike> each) {
        return byRule(
                before.stream().map(alert -> PlayedAlert.of(alert, apart)).toList(),
                after.stream().map(alert -> PlayedAlert.of(alert, apart)).toList(),
                true,
                each);
    }

    /** What is said of a recording with more alerts than are compared. */
    public static String tooMany(String recording, long alerts) {
        return recording + " triggers " + alerts + " alerts; at most " + MAX_ALERTS
                + " are compared. Take a shorter recording, or fewer rules";
    }

    /** The alerts that another rule raises on the same events. */
    public static List<ReplacedAlerts> replacedAlerts(List<Alert> before, List<Alert> after) {
        return ReplacedAlerts.between(
                before.stream().map(PlayedAlert::of).toList(),
                after.stream().map(PlayedAlert::of).toList());
    }

    private static List<RuleDifference> byRule(
            List<PlayedAlert> old, List<PlayedAlert> now, boolean written, Consumer<Unlike> each) {
        Map<String, List<PlayedAlert>> oldByRule = byRule(old);
        Map<String, List<PlayedAlert>> nowByRule = byRule(now);
        Set<String> names = new LinkedHashSet<>(oldByRule.keySet());
        names.addAll(nowByRule.keySet());
        return names.stream()
                .map(name -> ofRule(
                        name,
                        oldByRule.getOrDefault(name, List.of()),
                        nowByRule.getOrDefault(name, List.of()),
                        written,
                        each))
                .filter(difference -> !difference.isEmpty())
                .toList();
    }

    private static Map<String, List<PlayedAlert>> byRule(List<PlayedAlert> alerts) {
        Map<String, List<PlayedAlert>> rules = new TreeMap<>();
        alerts.forEach(alert ->
                rules.computeIfAbsent(alert.rule(), rule -> new ArrayList<>()).add(alert));
        return rules;
    }

    private static RuleDifference ofRule(
            String rule, List<PlayedAlert> old, List<PlayedAlert> now, boolean written, Consumer<Unlike> each) {
        List<PlayedAlert> vanish = new ArrayList<>(old);
        List<PlayedAlert> appear = new ArrayList<>(now);
        List<PlayedAlert[]> pairs = new ArrayList<>();
        if (!written) {
            pairByTime(vanish, appear, pairs);
        }
        pairByWords(vanish, appear);
        while (written && !vanish.isEmpty() && !appear.isEmpty()) {
            pairs.add(new PlayedAlert[] {vanish.remove(0), appear.remove(0)});
        }
        Map<Set<String>, String> changes = new LinkedHashMap<>();
        int changing = 0;
        for (PlayedAlert[] pair : pairs) {
            if (!pair[0].says(pair[1])) {
                changing++;
                Set<String> differing = pair[0].differing(pair[1]);
                changes.computeIfAbsent(differing, names -> change(names, pair[0], pair[1]));
                each.accept(new Unlike(rule, pair[0].line(), pair[1].line(), differing));
            }
        }
        vanish.forEach(alert -> each.accept(new Unlike(rule, alert.line(), null, Set.of())));
        appear.forEach(alert -> each.accept(new Unlike(rule, null, alert.line(), Set.of())));
        return new RuleDifference(
                rule,
                old.size(),
                now.size(),
                sample(appear),
                sample(vanish),
                new RuleDifference.Sample(
                        changes.values().stream().limit(SHOWN_KINDS).toList(), changing));
    }

    /** Takes those away that are of one event, as its time tells. */
    private static void pairByTime(List<PlayedAlert> vanish, List<PlayedAlert> appear, List<PlayedAlert[]> pairs) {
        Map<Long, Deque<PlayedAlert>> byTime = new LinkedHashMap<>();
        appear.forEach(alert -> byTime.computeIfAbsent(alert.timestamp(), time -> new ArrayDeque<>())
                .add(alert));
        vanish.removeIf(alert -> {
            PlayedAlert same =
                    byTime.getOrDefault(alert.timestamp(), new ArrayDeque<>()).poll();
            if (same != null) {
                pairs.add(new PlayedAlert[] {alert, same});
            }
            return same != null;
        });
        appear.clear();
        byTime.values().forEach(appear::addAll);
    }

    /** Takes those away that say the same of other times. */
    private static void pairByWords(List<PlayedAlert> vanish, List<PlayedAlert> appear) {
        Map<Object, Integer> words = new HashMap<>();
        appear.forEach(alert -> words.merge(said(alert), 1, Integer::sum));
        Map<Object, Integer> taken = new HashMap<>();
        vanish.removeIf(alert -> {
            boolean pairs = words.getOrDefault(said(alert), 0) > 0;
            if (pairs) {
                words.merge(said(alert), -1, Integer::sum);
                taken.merge(said(alert), 1, Integer::sum);
            }
            return pairs;
        });
        appear.removeIf(alert -> taken.merge(said(alert), -1, Integer::sum) >= 0);
    }

    private static Object said(PlayedAlert alert) {
        return List.of(alert.priority(), alert.fields(), alert.message());
    }

    private static String change(Set<String> names, PlayedAlert old, PlayedAlert now) {
        if (names.equals(Set.of("output"))) {
            return "output: " + old.line() + ", then " + now.line();
        }
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(name + ": " + value(name, old) + ", then " + value(name, now));
        }
        return String.join("; ", parts);
    }

    private static @Nullable Object value(String name, PlayedAlert alert) {
        if (name.equals("priority")) {
            return alert.priority();
        }
        return alert.fields().containsKey(name) ? alert.fields().get(name) : "not in the output";
    }

    private static RuleDifference.Sample sample(List<PlayedAlert> alerts) {
        return new RuleDifference.Sample(
                alerts.stream().limit(SHOWN).map(PlayedAlert::line).toList(), alerts.size());
    }
}
