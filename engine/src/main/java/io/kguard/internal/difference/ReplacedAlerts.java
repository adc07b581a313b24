// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Alerts that another rule raises on the same events: the rule was renamed, or the other one took its place.
 *
 * @param from the rule that raised them before, and does not any more
 * @param by the rule that raises them now, and did not before
 * @param events on how many events
 */
public record ReplacedAlerts(String from, String by, int events) implements Serializable {
    /** Those of two sets of rules, by the names of the rules. */
    static List<ReplacedAlerts> between(List<PlayedAlert> before, List<PlayedAlert> after) {
        Map<Long, Set<String>> old = rulesByTime(before);
        Map<Long, Set<String>> now = rulesByTime(after);
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        old.forEach((time, rules) -> {
            Set<String> same = now.getOrDefault(time, Set.of());
            for (String from : rules) {
                for (String by : same.contains(from) ? Set.<String>of() : same) {
                    if (!rules.contains(by)) {
                        counts.computeIfAbsent(from, rule -> new TreeMap<>()).merge(by, 1, Integer::sum);
                    }
                }
            }
        });
        return listed(counts);
    }

    /** Their sums, by the names of the rules. */
    public static List<ReplacedAlerts> sums(List<ReplacedAlerts> all) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        all.forEach(one -> counts.computeIfAbsent(one.from(), rule -> new TreeMap<>())
                .merge(one.by(), one.events(), Integer::sum));
        return listed(counts);
    }

    /** Which rule raises the alerts now. */
    public String sentence() {
        return "\"" + by + "\" reports " + events + (events == 1 ? " event" : " events") + " that \"" + from
                + "\" reported before.";
    }

    private static List<ReplacedAlerts> listed(Map<String, Map<String, Integer>> counts) {
        List<ReplacedAlerts> all = new ArrayList<>();
        counts.forEach((from, others) -> others.forEach((by, events) -> all.add(new ReplacedAlerts(from, by, events))));
        return all;
    }

    private static Map<Long, Set<String>> rulesByTime(List<PlayedAlert> alerts) {
        Map<Long, Set<String>> rules = new TreeMap<>();
        alerts.forEach(alert -> rules.computeIfAbsent(alert.timestamp(), time -> new LinkedHashSet<>())
                .add(alert.rule()));
        return rules;
    }
}
