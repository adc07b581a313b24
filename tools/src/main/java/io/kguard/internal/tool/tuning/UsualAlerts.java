// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells everyday work from what only came up beside it. Nobody says that production's alerts are all everyday work: what is rare among
 * them may be the attack that the rule is for, and no exception may be made of it.
 */
final class UsualAlerts {
    static final String REASON = "They are too rare to be everyday work. Look at them.";

    /** Fewer alerts in a day, week or year are no noise that needs an exception. */
    private static final int MIN_ALERTS = 10;

    /** Fewer values say what the work is; with more it varies. */
    private static final int MAX_VALUES = 5;

    /** How many of the alerts these values must have, so that the others are rare. */
    private static final double USUAL_SHARE = 0.95;

    private UsualAlerts() {}

    static boolean isOfProduction(AlertKind kind) {
        return kind.origin().equals(ProductionAlerts.ORIGIN);
    }

    /** The everyday ones among the alerts of one actor. */
    static List<AlertKind> of(List<AlertKind> alerts, ExceptionFields fields) {
        if (!alerts.stream().allMatch(UsualAlerts::isOfProduction)) {
            return alerts;
        }
        List<AlertKind> usual = new ArrayList<>(alerts);
        for (String field : fields.all()) {
            Map<String, Long> counts = new HashMap<>();
            usual.forEach(kind -> counts.merge(kind.values().getOrDefault(field, ""), kind.count(), Long::sum));
            Set<String> frequent = counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= MIN_ALERTS)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            long all = count(usual);
            long covered = frequent.stream().mapToLong(counts::get).sum();
            if (frequent.size() <= MAX_VALUES && covered < all && covered >= all * USUAL_SHARE) {
                usual.removeIf(kind -> !frequent.contains(kind.values().getOrDefault(field, "")));
            }
        }
        return count(usual) < MIN_ALERTS ? List.of() : usual;
    }

    private static long count(List<AlertKind> kinds) {
        return kinds.stream().mapToLong(AlertKind::count).sum();
    }
}
