// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.rule.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An element of {@code <thresholds>}: how much must be found of some of the rules.
 *
 * @param scope the rules
 * @param least how much the checks must cover of them
 * @param mutation how many changes of them the checks must notice
 */
record Threshold(RuleScope scope, Thresholds least, MutationThresholds mutation) {
    static final String PARAMETER = "thresholds";

    static final String MEANING =
            "Thresholds for some of the rules: elements with rule, tag, priority or file, and how much of these"
                    + " must be covered, or how many changes of these must be noticed.";

    private static final Set<String> KEYS = new TreeSet<>(Set.of("""
            rule tag priority file minRuleCoverage minClauseCoverage failOnUntestedRule mutationThreshold maxSurviving""".split("\\s+", -1)));

    /**
     * A threshold of the values of its elements.
     *
     * @throws IllegalArgumentException if there is none with a name, or a value is wrong
     */
    static Threshold of(Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no <" + name + "> in it; there are " + String.join(", ", KEYS));
            }
        }
        String priority = values.get("priority");
        return new Threshold(
                new RuleScope(
                        values.get("rule"),
                        values.get("tag"),
                        priority == null ? null : priority(priority),
                        values.get("file")),
                new Thresholds(
                        number(values, "minRuleCoverage", 0),
                        number(values, "minClauseCoverage", 0),
                        isOn(values, "failOnUntestedRule")),
                new MutationThresholds(
                        number(values, "mutationThreshold", 0),
                        wholeNumber(values, "maxSurviving", Integer.MAX_VALUE)));
    }

    static Map<RuleScope, Thresholds> byScope(List<Threshold> elements) {
        Map<RuleScope, Thresholds> byScope = new LinkedHashMap<>();
        elements.forEach(element -> byScope.put(element.scope(), element.least()));
        return byScope;
    }

    /** What {@code kguard:mutate} must find. Elements that only say what must be covered are left out. */
    static Map<RuleScope, MutationThresholds> ofMutation(List<Threshold> elements) {
        Map<RuleScope, MutationThresholds> byScope = new LinkedHashMap<>();
        elements.stream()
                .filter(element -> !element.mutation().equals(MutationThresholds.NONE))
                .forEach(element -> byScope.put(element.scope(), element.mutation()));
        return byScope;
    }

    private static double number(Map<String, String> values, String name, double initial) {
        String text = values.get(name);
        try {
            return text == null ? initial : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("<" + name + "> is \"" + text + "\"; it must be a number", e);
        }
    }

    private static int wholeNumber(Map<String, String> values, String name, int initial) {
        String text = values.get(name);
        try {
            return text == null ? initial : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("<" + name + "> is \"" + text + "\"; it must be a whole number", e);
        }
    }

    private static boolean isOn(Map<String, String> values, String name) {
        String text = values.getOrDefault(name, "false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("<" + name + "> is \"" + text + "\"; it must be true or false");
        };
    }

    private static Priority priority(String name) {
        return Priority.of(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "<priority> is \"" + name + "\"; it can be a priority of Falco, such as WARNING"));
    }
}
