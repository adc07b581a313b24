// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a scenario needs of the rules. */
final class NeedReader {
    static final String KEY = "needs";
    private static final Keys ITEM = ScenarioKeys.of("needed item");
    private static final Keys MACRO = ScenarioKeys.of("needed macro");
    private static final int MAX = 10;

    private NeedReader() {}

    /** What a file needs: nothing, one mapping or a list of them. */
    static List<Need> needs(YamlMapping file) {
        YamlValue given = file.get(KEY);
        if (given == null) {
            return List.of();
        }
        YamlMapping named = file.mapping(ScenarioValues.KEY, ScenarioValues.KEY);
        List<Need> needs = new ArrayList<>();
        for (YamlValue one : given.isList() ? given.items(MAX) : List.of(given)) {
            Need need = one.find(List.of("macro")) == one ? item(one, named) : macro(one);
            if (need != null) {
                needs.add(need);
            }
        }
        return needs;
    }

    private static @Nullable Need item(YamlValue given, @Nullable YamlMapping values) {
        YamlMapping mapping = ITEM.read(given, KEY);
        if (mapping == null) {
            return null;
        }
        String list = mapping.text("list");
        String value = mapping.text("value");
        if (value == null) {
            mapping.require(
                    "item",
                    "an item with which the rule fires; or \"value\": the value of this file for which it stands");
            String item = mapping.text("item");
            return list == null || item == null ? null : new Need.Item(list, null, item);
        }
        mapping.problem(
                "item", "\"item\" stands beside \"value\"", "the value of this file is the item: remove \"item\"");
        Set<String> names = values == null ? Set.of() : values.keys();
        if (!names.contains(value)) {
            mapping.problem(
                    "value",
                    "the file has no value \"" + value + "\"",
                    names.isEmpty()
                            ? "name it, with a value by default: values: {" + value + ": ...}"
                            : Nearest.hint(value, names));
            return null;
        }
        String item = values == null ? null : values.text(value);
        return list == null || item == null ? null : new Need.Item(list, value, item);
    }

    private static @Nullable Need macro(YamlValue given) {
        YamlMapping mapping = MACRO.read(given, KEY);
        if (mapping == null) {
            return null;
        }
        String macro = mapping.text("macro");
        String condition = mapping.text("condition");
        if (macro == null || condition == null) {
            return null;
        }
        try {
            var unused = ConditionParser.parse(condition);
            return new Need.Macro(macro, condition);
        } catch (ConditionSyntaxException e) {
            mapping.problem("condition", "\"condition\" is no condition: " + e.getMessage(), "");
            return null;
        }
    }
}
