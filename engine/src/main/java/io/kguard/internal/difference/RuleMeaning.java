// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule does.
 *
 * @param name its name
 * @param condition its condition with macros, lists and exceptions in their places
 * @param output what its alerts say
 * @param priority its priority
 * @param source the source of its events
 * @param tags its tags
 */
public record RuleMeaning(
        String name, String condition, String output, String priority, String source, List<String> tags) {
    /** Copies the list. */
    public RuleMeaning {
        tags = List.copyOf(tags);
    }

    /** What a rule does. */
    public static RuleMeaning of(Rule rule) {
        return new RuleMeaning(
                rule.name(),
                ConditionPrinter.printExpanded(rule.condition()),
                rule.output(),
                rule.priority().label(),
                rule.source(),
                rule.tags());
    }

    /** The names of the parts in which another one of the same name differs; empty if it does the same. */
    List<String> differences(RuleMeaning other) {
        List<String> parts = new ArrayList<>();
        add(parts, "condition", condition, other.condition);
        add(parts, "output", output, other.output);
        add(parts, "priority", priority, other.priority);
        add(parts, "source", source, other.source);
        add(parts, "tags", tags, other.tags);
        return parts;
    }

    private static void add(List<String> parts, String name, Object old, Object now) {
        if (!old.equals(now)) {
            parts.add(name);
        }
    }
}
