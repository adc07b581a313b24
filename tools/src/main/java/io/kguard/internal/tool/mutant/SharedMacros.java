// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.rule.Rule;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The macros that several rules use.
 *
 * @param names their names
 */
public record SharedMacros(Set<String> names) {
    /** No rule has a macro in common with another. */
    public static final SharedMacros NONE = new SharedMacros(Set.of());

    public SharedMacros {
        names = Set.copyOf(names);
    }

    /** Those of some rules. */
    public static SharedMacros of(Collection<Rule> rules) {
        Map<String, Integer> uses = new HashMap<>();
        for (Rule rule : rules) {
            Set<String> own = new HashSet<>();
            collect(rule.condition(), own);
            own.forEach(name -> uses.merge(name, 1, Integer::sum));
        }
        return new SharedMacros(uses.entrySet().stream()
                .filter(use -> use.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    private static void collect(Condition condition, Set<String> names) {
        if (!(condition instanceof Condition.MacroUse use) || names.add(use.name())) {
            condition.children().forEach(child -> collect(child, names));
        }
    }
}
