// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Measured;
import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.result.RuleFacts;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import java.util.List;
import java.util.Optional;

/**
 * What the checks show of a rule: two coverages, which are never added. A derived act is made of the rule's condition, so
 * it pins the rule and does not prove that it works.
 *
 * @param proven what acts that somebody meant show of it
 * @param pinned what derived acts show of it
 */
record RuleCoverage(RuleFacts rule, RuleEntry.Shown proven, RuleEntry.Shown pinned) {
    public static RuleCoverage of(RuleFacts rule, List<CheckResult> checks) {
        return new RuleCoverage(rule, shown(rule, checks, false), shown(rule, checks, true));
    }

    private static RuleEntry.Shown shown(RuleFacts rule, List<CheckResult> checks, boolean derived) {
        boolean fires = false;
        boolean silent = false;
        ClauseCoverage sum = null;
        for (CheckResult check : checks) {
            if (check.isDerived() == derived && check.rule().equals(rule.name()) && check.isPassed()) {
                fires |= check.expectation().isFires();
                silent |= check.expectation().isSilent();
                ClauseCoverage decided = check.measured()
                        .map(measured -> decided(measured, check.expectation()))
                        .orElse(null);
                if (decided != null) {
                    sum = sum == null ? decided : sum.plus(decided);
                }
            }
        }
        return new RuleEntry.Shown(fires, silent, Optional.ofNullable(sum));
    }

    /** What decided a check that passed. */
    private static ClauseCoverage decided(Measured measured, Expectation expectation) {
        return expectation.isFires() ? measured.firing(expectation.from().causes()) : measured.silent();
    }

    /** Whether only derived acts fire it. */
    boolean derivedAlone() {
        return pinned.fires() && !proven.fires();
    }
}
