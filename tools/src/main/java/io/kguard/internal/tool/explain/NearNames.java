// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.StockNames;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names that somebody may have meant.
 *
 * @param names the names of each kind of thing
 * @param withRules whether rules were looked at
 */
record NearNames(Map<String, Collection<String>> names, boolean withRules) {
    private static final int MOST = 5;
    private static final int SHORTEST_PART = 4;

    static NearNames of(
            KnownFields fields, FalcoVersion version, ScenarioCatalogue catalogue, Optional<LoadResult> loaded) {
        Map<String, Collection<String>> names = new LinkedHashMap<>();
        names.put("the field", fields.names());
        names.put(
                "the code",
                Arrays.stream(DiagnosticCode.values()).map(Enum::name).toList());
        names.put("the event type", EventTopic.names(version));
        names.put("", Word.all().stream().map(Word::name).toList());
        loaded.ifPresent(rules -> {
            names.put(
                    "the macro",
                    rules.macros().stream().map(LoadResult.Macro::name).toList());
            names.put(
                    "the list",
                    rules.lists().stream().map(LoadResult.ListItem::name).toList());
            names.put("the rule", rules.rules().stream().map(Rule::name).toList());
        });
        names.put(
                "the scenario", catalogue.scenarios().stream().map(Scenario::id).toList());
        return new NearNames(names, loaded.isPresent());
    }

    /** What is said of an argument that no event has. */
    static String ofArgument(String argument, Collection<String> known) {
        String near = Nearest.of(argument, known);
        return "no event has the argument \"" + argument + "\""
                + (near == null ? "" : "; did you mean evt.arg." + near + "?");
    }

    /** What is said of a name that nothing has. */
    String message(String name) {
        Set<String> near = new LinkedHashSet<>();
        names.forEach((kind, known) -> Stream.ofNullable(Nearest.of(name, known))
                .map(one -> (kind + " " + one).strip())
                .forEach(near::add));
        String word = name.toLowerCase(Locale.ROOT);
        if (word.length() >= SHORTEST_PART) {
            names.forEach((kind, known) -> known.stream()
                    .filter(one -> one.toLowerCase(Locale.ROOT).contains(word))
                    .map(one -> (kind + " " + one).strip())
                    .forEach(near::add));
        }
        return "nothing is called \"" + name + "\"" + end(name, near);
    }

    private String end(String name, Set<String> near) {
        Optional<String> stock = Stream.of(Location.Kind.MACRO, Location.Kind.LIST)
                .flatMap(kind -> StockNames.hint(kind, name).stream())
                .findFirst();
        if (stock.isPresent()) {
            return " here; " + stock.get();
        } else if (!near.isEmpty()) {
            List<String> first = near.stream().limit(MOST).toList();
            return "; did you mean " + String.join(", or ", first) + "?";
        }
        return ", no field, code, event type, operator, macro, list, rule or scenario"
                + (withRules
                        ? ""
                        : ". No rules were looked at: name rule files with " + Wording.given("rules") + "=A,B");
    }
}
