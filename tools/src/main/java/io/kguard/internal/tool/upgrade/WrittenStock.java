// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.rule.TracedText;
import io.kguard.rule.WrittenItem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stock rules as they are written: with the names of lists and macros, which say more to a reader than their content.
 *
 * @param version the version of Falco
 * @param items the macros and rules by kind and name
 */
record WrittenStock(FalcoVersion version, Map<String, WrittenItem> items) {
    static WrittenStock of(List<Path> files, FalcoVersion version) {
        Map<String, WrittenItem> items = new HashMap<>();
        files.stream()
                .flatMap(file -> WrittenItem.read(file, version).stream())
                .filter(item -> !item.changesEarlier())
                .forEach(item -> items.put(item.kind() + item.name(), item));
        return new WrittenStock(version, items);
    }

    /** The clauses of a condition as it is written; of the loaded one if it can't be told how it is written. */
    Set<String> clauses(Location.Kind kind, String name, Condition loaded) {
        WrittenItem item = items.get(kind + name);
        return item == null ? Clauses.of(loaded) : clauses(item, version, loaded);
    }

    static Set<String> clauses(WrittenItem item, FalcoVersion version, Condition loaded) {
        TracedText text = item.key("condition").flatMap(key -> key.value()).orElse(null);
        try {
            return Clauses.of(text == null ? loaded : ConditionParser.parse(text.toString(), version));
        } catch (ConditionSyntaxException e) {
            return Clauses.of(loaded); // it is complete only with what is appended to it
        }
    }

    /** The output of a rule as it is written; of other keys what they are loaded as. */
    String text(String rule, String key, String loaded) {
        WrittenItem item = items.get(Location.Kind.RULE + rule);
        return item == null ? loaded : text(item, key, loaded);
    }

    static String text(WrittenItem item, String key, String loaded) {
        return key.equals("output")
                ? item.key(key)
                        .flatMap(found -> found.value())
                        .map(found -> found.toString().strip())
                        .orElse(loaded)
                : loaded;
    }
}
