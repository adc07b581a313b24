// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a scenario needs of the rules. */
final class NeedReader {
    static final Set<String> ITEM_KEYS = keys("list", "value");
    static final Set<String> MACRO_KEYS = keys("macro", "not");

    private NeedReader() {}

    /**
     * Reads a mapping.
     *
     * @param values the names of the values that the file has
     */
    static @Nullable Need need(YamlValue given, Set<String> values) {
        return given.find(List.of("macro")) == given ? item(given, values) : macro(given);
    }

    private static @Nullable Need item(YamlValue given, Set<String> values) {
        YamlMapping mapping = given.mapping("requires", ITEM_KEYS);
        if (mapping == null) {
            return null;
        }
        mapping.require("list", "the name of the rules' list in which there must be an item");
        mapping.require("value", "the value of this file for which the first item stands");
        String list = mapping.text("list");
        String value = mapping.text("value");
        if (value != null && !values.contains(value)) {
            mapping.problem(
                    "value",
                    "the file has no value \"" + value + "\"",
                    values.isEmpty()
                            ? "name it, with a value by default: values: {" + value + ": ...}"
                            : Nearest.hint(value, values));
        }
        return list == null || value == null ? null : new Need.Item(list, value);
    }

    private static @Nullable Need macro(YamlValue given) {
        YamlMapping mapping = given.mapping("requires", MACRO_KEYS);
        if (mapping == null) {
            return null;
        }
        mapping.require("not", "the condition with which the rule can't fire");
        String macro = mapping.text("macro");
        String not = mapping.text("not");
        if (macro == null || not == null) {
            return null;
        }
        try {
            return new Need.Macro(macro, ConditionPrinter.print(ConditionParser.parse(not)));
        } catch (ConditionSyntaxException e) {
            mapping.problem("not", "\"not\" is no condition: " + e.getMessage(), "");
            return null;
        }
    }
}
