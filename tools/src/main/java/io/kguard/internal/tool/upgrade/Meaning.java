// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.rule.LoadResult;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What rule files mean, apart from how and where it is written: two with the same meaning give the same alerts.
 *
 * @param rules the rules in their order, as text
 * @param macros the macros by name, as text
 * @param lists the items of lists by name
 */
record Meaning(List<String> rules, Map<String, String> macros, Map<String, List<String>> lists) {
    static Meaning of(LoadResult loaded) {
        return new Meaning(
                loaded.rules().stream().map(Meaning::text).toList(),
                loaded.macros().stream()
                        .collect(Collectors.toMap(
                                macro -> macro.name(),
                                macro -> ConditionPrinter.print(EndOfCall.removed(macro.condition())),
                                (one, other) -> other,
                                TreeMap::new)),
                loaded.lists().stream()
                        .collect(Collectors.toMap(
                                ListItem::name, ListItem::items, (one, other) -> other, TreeMap::new)));
    }

    /** A rule as text. List names are replaced in it, macros are not. That a call has ended counts as always true. */
    private static String text(Rule rule) {
        return Stream.of(
                        rule.name(),
                        rule.source(),
                        rule.priority(),
                        rule.enabled(),
                        rule.tags(),
                        rule.description(),
                        rule.output(),
                        rule.capture(),
                        rule.captureDuration(),
                        ConditionPrinter.print(EndOfCall.removed(rule.condition())))
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    /** How a meaning differs from another, as the end of a sentence; empty if it does not. */
    String differenceTo(Meaning other) {
        if (rules.size() != other.rules.size()) {
            return "there would be " + other.rules.size() + " rules and not " + rules.size();
        }
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).equals(other.rules.get(i))) {
                return "the rule '" + rules.get(i).lines().findFirst().orElse("") + "' would mean something else";
            }
        }
        return differing(macros, other.macros)
                .map(name -> "the macro '" + name + "' would mean something else")
                .or(() ->
                        differing(lists, other.lists).map(name -> "the list '" + name + "' would hold something else"))
                .orElse("");
    }

    private static <T> Optional<String> differing(Map<String, T> these, Map<String, T> those) {
        return Stream.concat(these.keySet().stream(), those.keySet().stream())
                .filter(name -> !Objects.equals(these.get(name), those.get(name)))
                .findFirst();
    }
}
