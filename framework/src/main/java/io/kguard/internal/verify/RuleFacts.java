// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.RuleEntry;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import java.util.List;

/**
 * What decides which thresholds a rule has.
 *
 * @param name its name
 * @param tags its tags
 * @param priority its priority
 * @param file the path of its file
 */
record RuleFacts(String name, List<String> tags, Priority priority, String file) {
    RuleFacts {
        tags = List.copyOf(tags);
    }

    static RuleFacts of(Rule rule) {
        return new RuleFacts(
                rule.name(), rule.tags(), rule.priority(), rule.position().file());
    }

    /** Those of an evaluated rule of a run. */
    static RuleFacts of(RuleEntry rule) {
        return new RuleFacts(
                rule.name(),
                rule.tags(),
                Priority.of(rule.priority()).orElseThrow(),
                rule.place().file());
    }
}
