// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.engine.Alert;
import io.kguard.output.TalonAlert;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Selects the alerts of a reaction. All given criteria must match; an empty or null criterion matches every alert.
 *
 * @param rules the alert's rule is one of these
 * @param priority the alert's priority
 * @param source the alert's source of events
 * @param tags the alert has all tags of one of these sets
 * @param fields the alert's output fields match all of one of these lists
 */
@API(status = API.Status.INTERNAL)
public record AlertMatch(
        Set<String> rules,
        @Nullable PriorityMatch priority,
        @Nullable String source,
        List<Set<String>> tags,
        List<List<FieldMatch>> fields) {
    /** Copies the collections. */
    public AlertMatch {
        rules = Set.copyOf(rules);
        tags = tags.stream().map(Set::copyOf).toList();
        fields = fields.stream().map(List::copyOf).toList();
    }

    /** The alerts of a rule. */
    public static AlertMatch rule(String name) {
        return new AlertMatch(Set.of(name), null, null, List.of(), List.of());
    }

    /** Whether alerts of a rule have its priority. */
    boolean holdsPriority(Rule rule) {
        return priority == null || priority.holds(rule.priority());
    }

    /** Whether alerts of a rule have its source. */
    boolean holdsSource(Rule rule) {
        return source == null || source.equals(rule.source());
    }

    /** Whether alerts of a rule have its tags. */
    boolean holdsTags(Rule rule) {
        return tags.isEmpty() || tags.stream().anyMatch(rule.tags()::containsAll);
    }

    /** Whether an alert is one of those, as Falco Talon gets it. */
    @API(status = API.Status.INTERNAL)
    public boolean holds(TalonAlert received) {
        Alert alert = received.alert();
        return (rules.isEmpty() || rules.contains(alert.ruleName()))
                && (priority == null || priority.holds(alert.priority()))
                && (source == null || source.equals(alert.source()))
                && (tags.isEmpty()
                        || tags.stream().anyMatch(all -> received.tags().containsAll(all)))
                && (fields.isEmpty()
                        || fields.stream().anyMatch(all -> all.stream().allMatch(one -> one.holds(alert.fields()))));
    }
}
