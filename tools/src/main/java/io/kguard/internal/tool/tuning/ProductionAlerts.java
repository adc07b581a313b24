// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.tool.alert.AlertLog;
import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that a team's Falco raised, as everyday work. Of an alert only what its fields say is known. Memory is bounded: where
 * alerts of the same actor differ in too much, the field with the most values is not told apart any more.
 */
final class ProductionAlerts {
    /** What an exception says of where its alerts come from. No scenario and no recording is called so. */
    static final String ORIGIN = "production's Falco";

    private static final int MAX_KINDS_OF_ACTOR = 200;
    private static final int MAX_ACTORS = 20_000;
    private static final int MAX_MESSAGE = 400;

    private final List<Path> files;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Map<List<String>, Actor>> actors = new HashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Long> unknown = new TreeMap<>();
    private long leftOut;

    private ProductionAlerts(List<Path> files, List<Rule> rules) {
        this.files = List.copyOf(files);
        rules.forEach(rule -> this.rules.put(rule.name(), rule));
    }

    /**
     * Reads files of alerts.
     *
     * @param notes gets what the user should know of them
     * @throws IOException if a file can't be read to its end
     */
    static ProductionAlerts read(List<Path> files, List<Rule> rules, List<String> notes) throws IOException {
        ProductionAlerts alerts = new ProductionAlerts(files, rules);
        if (!files.isEmpty()) {
            notes.addAll(AlertLog.read(files, alerts::add).lines());
            alerts.unknown.forEach((rule, count) ->
                    notes.add("The rules have no \"" + rule + "\": its " + count + " alerts are not judged."));
            if (alerts.leftOut > 0) {
                notes.add("Of " + alerts.leftOut
                        + " alerts the actors are too many to be told apart: they are counted, and"
                        + " get no exception.");
            }
        }
        return alerts;
    }

    /** The alerts of one program in one image, told apart by what it did. */
    private static final class Actor {
        private final Set<String> who;
        private final List<String> forgotten = new ArrayList<>();
        private Map<Map<String, String>, AlertKind> kinds = new LinkedHashMap<>();

        Actor(Set<String> who) {
            this.who = who;
        }

        void add(Map<String, String> values, String message) {
            forgotten.forEach(values::remove);
            add(new AlertKind(ORIGIN, values, message, 1, Set.of(0)));
            while (kinds.size() > MAX_KINDS_OF_ACTOR) {
                forget();
            }
        }

        private void add(AlertKind kind) {
            kinds.merge(
                    kind.values(),
                    kind,
                    (a, b) -> new AlertKind(ORIGIN, a.values(), a.message(), a.count() + b.count(), a.runs()));
        }

        private void forget() {
            Map<String, Set<String>> seen = new HashMap<>();
            kinds.keySet()
                    .forEach(values -> values.forEach((field, value) ->
                            seen.computeIfAbsent(field, key -> new HashSet<>()).add(value)));
            String most = seen.entrySet().stream()
                    .filter(entry -> !who.contains(entry.getKey()))
                    .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                    .orElseThrow()
                    .getKey();
            forgotten.add(most);
            Map<Map<String, String>, AlertKind> before = kinds;
            kinds = new LinkedHashMap<>();
            before.values().forEach(kind -> {
                Map<String, String> values = new LinkedHashMap<>(kind.values());
                values.remove(most);
                add(new AlertKind(ORIGIN, values, kind.message(), kind.count(), kind.runs()));
            });
        }
    }

    private void add(FalcoAlert alert) {
        Rule rule = rules.get(alert.rule());
        if (rule == null) {
            unknown.merge(alert.rule(), 1L, Long::sum);
            return;
        }
        counts.merge(rule.name(), 1L, Long::sum);
        Map<String, String> values = values(rule, alert);
        List<String> who = ExceptionFields.of(rule).who();
        List<String> actor =
                who.stream().map(field -> values.getOrDefault(field, "")).toList();
        Map<List<String>, Actor> ofRule = actors.computeIfAbsent(rule.name(), name -> new LinkedHashMap<>());
        if (!ofRule.containsKey(actor) && ofRule.size() >= MAX_ACTORS) {
            leftOut++;
            return;
        }
        ofRule.computeIfAbsent(actor, key -> new Actor(Set.copyOf(who))).add(values, cut(alert.output()));
    }

    private static Map<String, String> values(Rule rule, FalcoAlert alert) {
        return AlertKinds.values(rule, field -> value(alert, field));
    }

    private static @Nullable String value(FalcoAlert alert, String field) {
        String told = alert.fields().get(field);
        String path =
                told == null && field.equals("fd.directory") ? alert.fields().getOrDefault("fd.name", "") : "";
        int slash = path.lastIndexOf('/');
        if (told != null || slash < 0 || !path.startsWith("/") || path.length() == 1) {
            return told;
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String cut(String output) {
        return output.length() <= MAX_MESSAGE ? output : output.substring(0, MAX_MESSAGE) + "...";
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** How many alerts each rule raised. */
    Map<String, Long> counts() {
        return counts;
    }

    /** The kinds of alerts of a rule. */
    List<AlertKind> of(String rule) {
        return actors.getOrDefault(rule, Map.of()).values().stream()
                .flatMap(actor -> actor.kinds.values().stream())
                .toList();
    }

    /**
     * How many alerts each rule would raise with exceptions. Reads the alerts once more, since what was kept of them does not tell
     * all apart.
     */
    Map<String, Long> with(List<ProposedException> exceptions) throws IOException {
        if (exceptions.isEmpty()) {
            return counts;
        }
        Map<String, Long> left = new LinkedHashMap<>();
        if (!files.isEmpty()) {
            AlertLog.read(files, alert -> {
                Rule rule = rules.get(alert.rule());
                if (rule != null && !silences(exceptions, rule, alert)) {
                    left.merge(rule.name(), 1L, Long::sum);
                }
            });
        }
        return left;
    }

    private static boolean silences(List<ProposedException> exceptions, Rule rule, FalcoAlert alert) {
        AlertKind kind = new AlertKind(ORIGIN, values(rule, alert), "", 1, Set.of(0));
        return exceptions.stream()
                .anyMatch(exception -> exception.rule().equals(rule.name()) && exception.matches(kind));
    }
}
