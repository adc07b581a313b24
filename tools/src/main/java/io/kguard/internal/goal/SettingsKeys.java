// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of kguard.yaml, made of the parameters of the goals.
 *
 * @param shared the options at the top, for all goals that have them
 * @param blocks the options of each goal that has some of its own, in its block
 */
record SettingsKeys(Map<String, GoalParameter> shared, Map<String, Map<String, GoalParameter>> blocks) {
    static SettingsKeys ofGoals() {
        Map<String, GoalParameter> shared = new LinkedHashMap<>();
        Map<String, Map<String, GoalParameter>> blocks = new LinkedHashMap<>();
        for (Goal goal : Goals.all()) {
            Map<String, GoalParameter> options = new LinkedHashMap<>();
            goal.parameters().stream()
                    .filter(parameter -> !parameter.isCallerOnly())
                    .forEach(parameter -> options.put(parameter.name(), parameter));
            options.values().stream()
                    .filter(GoalParameter::isShared)
                    .forEach(parameter -> shared.putIfAbsent(parameter.name(), parameter));
            if (options.values().stream().anyMatch(parameter -> !parameter.isShared())) {
                blocks.put(goal.name(), options);
            }
        }
        return new SettingsKeys(shared, blocks);
    }

    /** What to do about a key that the top does not have. */
    String hint(String key) {
        if (isKnown(key)) {
            List<String> goals = blocks.keySet().stream()
                    .filter(goal -> blocks.getOrDefault(goal, Map.of()).containsKey(key))
                    .toList();
            return goals.isEmpty()
                    ? "who calls kguard gives it: " + Wording.given(key)
                    : "put it into the block of its goal: " + String.join(" or ", goals);
        }
        Set<String> names = new LinkedHashSet<>(shared.keySet());
        names.addAll(blocks.keySet());
        if (Nearest.of(key, names) == null) {
            for (Map.Entry<String, Map<String, GoalParameter>> block : blocks.entrySet()) {
                String near = Nearest.of(key, block.getValue().keySet());
                if (near != null) {
                    return "did you mean " + near + ", in the block " + block.getKey() + "?";
                }
            }
        }
        return Nearest.hint(key, names);
    }

    /** What to do about a key that the block of a goal does not have. */
    String hint(String key, String goal) {
        return Goals.named(goal).flatMap(one -> one.parameter(key)).isPresent()
                ? "who calls kguard gives it: " + Wording.given(key)
                : Nearest.hint(key, blocks.getOrDefault(goal, Map.of()).keySet());
    }

    private static boolean isKnown(String key) {
        return Goals.all().stream().anyMatch(goal -> goal.parameter(key).isPresent());
    }
}
