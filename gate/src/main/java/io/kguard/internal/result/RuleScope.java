// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some of the rules. A criterion that is null holds for all. In names {@code *} stands for any characters.
 *
 * @param rule the name of a rule
 * @param tag a tag of a rule
 * @param priority a priority; more severe rules are meant, too
 * @param file the end of the path of a rule file
 */
public record RuleScope(
        @Nullable String rule,
        @Nullable String tag,
        @Nullable Priority priority,
        @Nullable String file) {
    /** Requires a criterion. */
    public RuleScope {
        if (rule == null && tag == null && priority == null && file == null) {
            throw new IllegalArgumentException(
                    "a threshold in <thresholds> names the rules that it is for: with <rule>, <tag>, <priority> or <file>");
        }
    }

    public boolean contains(RuleFacts one) {
        return (rule == null || matches(rule, one.name()))
                && (tag == null || one.tags().stream().anyMatch(has -> matches(tag, has)))
                && (priority == null || one.priority().isAtLeast(priority))
                && (file == null || matches("*" + file, one.file()));
    }

    private static boolean matches(String pattern, String name) {
        String expression = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c)))
                .collect(Collectors.joining());
        return name.matches(expression);
    }

    /** Such as {@code rules with the tag container}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (rule != null) {
            parts.add("named " + rule);
        }
        if (tag != null) {
            parts.add("with the tag " + tag);
        }
        if (priority != null) {
            parts.add("of priority " + priority.label().toUpperCase(Locale.ROOT) + " or more severe");
        }
        if (file != null) {
            parts.add("in " + file);
        }
        return "rules " + String.join(", ", parts);
    }
}
