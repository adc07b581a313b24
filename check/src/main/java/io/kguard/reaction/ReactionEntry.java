// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written, perhaps in several places.
 *
 * @param written its place, its name, and its settings with those of its {@code match}
 * @param lists the lists of its {@code match}, by key
 * @param actions its actions
 * @param notifiers whom it tells
 * @param remarks what Falco Talon does not heed in it
 */
record ReactionEntry(
        WrittenEntry written,
        Map<String, List<YamlValue>> lists,
        List<ActionEntry> actions,
        List<String> notifiers,
        List<Reaction.Note> remarks) {
    private static final int MAX = 100;

    private static final Keys REACTION = Keys.known(ReactionReader.KEYS, "reaction");
    private static final Keys MATCH = Keys.known(ReactionReader.KEYS, "match");

    /** Reads a rule; null, and a problem, if that is impossible. */
    static @Nullable ReactionEntry read(YamlValue value, boolean strict) {
        List<Reaction.Note> remarks = new ArrayList<>();
        YamlMapping rule = ActionEntry.mapping(value, "a reaction", REACTION, strict, remarks);
        if (rule == null) {
            return null;
        }
        rule.require("rule", "give it a name, for example rule: Delete the compromised pod");
        if (strict) {
            rule.require("match", "for example match: {rules: [Terminal shell in container]}");
        }
        Map<String, YamlValue> settings = new LinkedHashMap<>();
        WrittenEntry.take(settings, rule, List.of("continue", "dry_run"));
        Map<String, List<YamlValue>> lists = new LinkedHashMap<>();
        YamlMapping match = ActionEntry.mapping(rule.get("match"), "match", MATCH, strict, remarks);
        if (match != null) {
            WrittenEntry.take(settings, match, List.of("priority", "source"));
            for (String key : List.of("rules", "tags", "output_fields")) {
                lists.put(
                        key,
                        match.items(key, MAX).stream()
                                .filter(item -> item.text() != null)
                                .toList());
            }
        }
        List<ActionEntry> actions = new ArrayList<>();
        for (YamlValue item : rule.items("actions", MAX)) {
            ActionEntry action = ActionEntry.read(item, strict);
            if (action != null) {
                actions.add(action);
            }
        }
        return new ReactionEntry(
                new WrittenEntry(value, strict, rule.text("rule", ""), settings),
                lists,
                actions,
                rule.texts("notifiers", MAX),
                remarks);
    }

    /** This rule, changed by a later one with its name. */
    ReactionEntry changedBy(ReactionEntry later) {
        Map<String, YamlValue> all = written.copyOfSettings();
        // Falco Talon takes the later rule's priority and source even if it has none
        all.remove("priority");
        all.remove("source");
        all.putAll(later.written.settings());
        Map<String, List<YamlValue>> merged = new LinkedHashMap<>(lists);
        later.lists.forEach((key, values) -> merged.merge(key, values, ReactionEntry::joined));
        return new ReactionEntry(
                written.with(all),
                merged,
                joined(actions, later.actions),
                joined(notifiers, later.notifiers),
                joined(remarks, later.remarks));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    List<YamlValue> list(String key) {
        return lists.getOrDefault(key, List.of());
    }
}
