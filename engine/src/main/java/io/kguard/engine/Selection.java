// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Enables or disables rules, whatever their files say: an entry of {@code rules} in falco.yaml.
 *
 * @param enable true to enable, false to disable
 * @param kind what rules are selected by
 * @param pattern a rule's name, in which {@code *} stands for any characters, before 0.45 up to the first place of what follows it
 *     (falco#3913); or a tag, literally
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

    /** Whether a version of Falco selects a rule. */
    public boolean selects(Rule rule, FalcoVersion version) {
        if (kind == Kind.TAG) {
            return rule.tags().contains(pattern);
        }
        String[] parts = pattern.split("\\*+", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
        for (String part : List.of(parts).subList(1, parts.length)) {
            boolean first = !version.atLeast(FalcoVersion.V0_45) && !part.isEmpty();
            regex.append(first ? "(?>.*?" + Pattern.quote(part) + ")" : ".*" + Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(rule.name())
                .matches();
    }
}
