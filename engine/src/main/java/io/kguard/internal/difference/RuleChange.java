// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a rule differs between two sets.
 *
 * @param rule its name
 * @param what {@code new}, {@code gone}, {@code enabled}, {@code disabled}, or the parts that differ, such as {@code condition}
 */
public record RuleChange(String rule, List<String> what) {
    static final String NEW = "new";
    static final String GONE = "gone";
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    /** Copies the list. */
    public RuleChange {
        what = List.copyOf(what);
    }

    /** The rules that differ, by name. */
    public static Map<String, RuleChange> between(RuleSet before, RuleSet after) {
        Map<String, Rule> old = byName(before);
        Map<String, Rule> now = byName(after);
        Map<String, RuleChange> changes = new TreeMap<>();
        old.forEach((name, rule) -> {
            Rule other = now.get(name);
            List<String> parts =
                    other == null ? List.of(GONE) : RuleMeaning.of(rule).differences(RuleMeaning.of(other));
            if (!parts.isEmpty()) {
                changes.put(name, new RuleChange(name, parts));
            }
        });
        now.keySet().stream()
                .filter(name -> !old.containsKey(name))
                .forEach(name -> changes.put(name, new RuleChange(name, List.of(NEW))));
        return changes;
    }

    /** The same change of a rule that both sides load, and only one evaluates. */
    public RuleChange ofLoaded() {
        return new RuleChange(
                rule,
                what.stream()
                        .map(word -> word.equals(NEW) ? ENABLED : word.equals(GONE) ? DISABLED : word)
                        .toList());
    }

    /** Whether only the new side has it. */
    public boolean isNew() {
        return what.contains(NEW);
    }

    /** Whether only the old side has it. */
    public boolean isGone() {
        return what.contains(GONE);
    }

    /** Whether the rule may be true of other events than before. */
    public boolean isOfCondition() {
        return what.contains("condition");
    }

    private static Map<String, Rule> byName(RuleSet rules) {
        Map<String, Rule> byName = new TreeMap<>();
        rules.rules().forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }

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
}
