// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.engine.Alert;
import io.kguard.rule.Priority;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Selects the alerts of a reaction. All given criteria must match; an empty or null criterion matches every alert.
 *
 * @param rules the alert's rule is one of these
 * @param atLeast the alert's priority is this one or a more urgent one
 * @param source the alert's source of events
 * @param tags the alert has all tags of one of these sets
 */
@API(status = API.Status.EXPERIMENTAL)
public record AlertMatch(
        Set<String> rules,
        @Nullable Priority atLeast,
        @Nullable String source,
        List<Set<String>> tags) {
    /** Copies the collections. */
    public AlertMatch {
        rules = Set.copyOf(rules);
        tags = tags.stream().map(Set::copyOf).toList();
    }

    /** The alerts of a rule. */
    public static AlertMatch rule(String name) {
        return new AlertMatch(Set.of(name), null, null, List.of());
    }

    boolean holds(Alert alert) {
        return (rules.isEmpty() || rules.contains(alert.ruleName()))
                && (atLeast == null || alert.priority().isAtLeast(atLeast))
                && (source == null || source.equals(alert.source()))
                && (tags.isEmpty() || tags.stream().anyMatch(all -> alert.tags().containsAll(all)));
    }
}
