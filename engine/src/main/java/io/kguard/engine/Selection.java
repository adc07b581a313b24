// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Enables or disables rules, whatever their files say: an entry of {@code rules} in falco.yaml.
 *
 * @param enable true to enable, false to disable
 * @param kind what rules are selected by
 * @param pattern a rule's name, in which {@code *} stands for any characters; or a tag, literally
 */
@API(status = API.Status.INTERNAL)
public record Selection(boolean enable, Kind kind, String pattern) {
    public enum Kind {
        RULE,
        TAG
    }

    /** Enables rules by name; {@code *} stands for any characters. */
    public static Selection enableRule(String pattern) {
        return new Selection(true, Kind.RULE, pattern);
    }

    /** Disables rules by name; {@code *} stands for any characters. */
    public static Selection disableRule(String pattern) {
        return new Selection(false, Kind.RULE, pattern);
    }

    /** Disables the rules that have a tag. */
    public static Selection disableTag(String tag) {
        return new Selection(false, Kind.TAG, tag);
    }

    /** Whether a rule is selected. */
    public boolean selects(Rule rule) {
        if (kind == Kind.TAG) {
            return rule.tags().contains(pattern);
        }
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(rule.name()).matches();
    }
}
