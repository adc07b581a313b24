// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import io.kguard.engine.RuleSet;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a rule differs between two sets.
 *
 * @param rule its name
 * @param what {@code new}, {@code gone}, or the parts that differ, such as {@code condition}
 */
public record RuleChange(String rule, List<String> what) {
    static final String NEW = "new";
    static final String GONE = "gone";

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

    private static Map<String, Rule> byName(RuleSet rules) {
        Map<String, Rule> byName = new TreeMap<>();
        rules.rules().forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }
}
