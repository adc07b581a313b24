// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import java.util.List;
import java.util.Optional;

/**
 * A rule of the rule files.
 *
 * @param name its name
 * @param description its {@code desc}
 * @param priority its priority; {@code debug} for a file that is not read
 * @param source the source of its events
 * @param tags its tags
 * @param place where it is written
 * @param condition its condition, with list items and exceptions
 * @param unevaluated why it is not evaluated, as the end of a sentence; empty if it is
 * @param unloaded whether it was left out when it was loaded, which the user allows: it counts as a rule without a check
 * @param fires whether a check that passed shows that it fires
 * @param silent whether a check that passed shows that it stays silent
 * @param coverage what the events of its checks showed of its condition
 * @param figures what was measured of it besides
 */
public record RuleEntry(
        String name,
        String description,
        String priority,
        String source,
        List<String> tags,
        SourcePlace place,
        String condition,
        String unevaluated,
        boolean unloaded,
        boolean fires,
        boolean silent,
        Optional<ClauseCoverage> coverage,
        RuleFigures figures) {
    public RuleEntry {
        tags = List.copyOf(tags);
    }

    /** The same rule with what checks showed of it, and what was measured. */
    public RuleEntry withShown(
            boolean firesThen, boolean silentThen, Optional<ClauseCoverage> covered, RuleFigures measured) {
        return new RuleEntry(
                name,
                description,
                priority,
                source,
                tags,
                place,
                condition,
                unevaluated,
                unloaded,
                firesThen,
                silentThen,
                covered,
                measured);
    }

    /** Whether checks should be about it. */
    public boolean counts() {
        return isEvaluated() || unloaded;
    }

    /** Whether it is evaluated. */
    public boolean isEvaluated() {
        return unevaluated.isEmpty();
    }
}
