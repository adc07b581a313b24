// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.rule.LoadResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario requires.
 *
 * @param need what it needs of the rules; null for nothing
 * @param missing what it requires and does not have, as the end of a sentence; null if it can be played
 * @param values what the rules have for values of its file
 */
record Requirement(@Nullable Need need, @Nullable String missing, Map<String, String> values) {
    static final Requirement NONE = new Requirement(null, null, Map.of());

    Requirement {
        values = Map.copyOf(values);
    }

    /** Something that no machine offers; nothing if it is null. */
    static Requirement of(@Nullable String missing) {
        return missing == null ? NONE : new Requirement(null, missing, Map.of());
    }

    /** Something of rules that are not known yet. */
    static Requirement ofRules(Need need) {
        return new Requirement(need, null, Map.of());
    }

    /** The same with what some rules have. */
    Requirement in(LoadResult rules) {
        return need == null ? this : new Requirement(need, need.missing(rules), need.values(rules));
    }

    /** The same where what the rules have does not fit into the scenario's file. */
    Requirement unfit(String why) {
        return new Requirement(
                need, need + " that fits. It has " + String.join(", ", values.values()) + ": " + why, Map.of());
    }
}
