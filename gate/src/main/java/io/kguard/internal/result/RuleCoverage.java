// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.engine.Measured;
import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.report.RuleEntry;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import java.util.List;
import java.util.Optional;

/**
 * What the checks show of a rule.
 *
 * @param fires whether a check shows that it fires
 * @param silent whether a check shows that it stays silent
 * @param derivedAlone whether only derived acts show that it fires
 * @param clauses which results of its clauses decided them; empty if no scenario was played for it
 */
public record RuleCoverage(
        RuleFacts rule, boolean fires, boolean silent, boolean derivedAlone, Optional<ClauseCoverage> clauses) {
    public static RuleCoverage of(RuleFacts rule, List<CheckResult> checks) {
        boolean fires = false;
        boolean silent = false;
        boolean otherwise = false;
        ClauseCoverage sum = null;
        for (CheckResult check : checks) {
            if (check.rule().equals(rule.name()) && check.isPassed()) {
                fires |= check.expectation().isFires();
                otherwise |= check.expectation().isFires() && !check.isDerived();
                silent |= check.expectation().isSilent();
                ClauseCoverage decided = check.measured()
                        .map(measured -> decided(measured, check.expectation()))
                        .orElse(null);
                if (decided != null) {
                    sum = sum == null ? decided : sum.plus(decided);
                }
            }
        }
        return new RuleCoverage(rule, fires, silent, fires && !otherwise, Optional.ofNullable(sum));
    }

    /** What decided a check that passed. */
    private static ClauseCoverage decided(Measured measured, Expectation expectation) {
        return expectation.isFires() ? measured.firing(expectation.from().causes()) : measured.silent();
    }

    /** The same, as reports have it. */
    public RuleEntry.Shown shown() {
        return new RuleEntry.Shown(fires, silent, clauses);
    }

    boolean isChecked() {
        return fires && silent;
    }

    boolean isUntested() {
        return !fires && !silent;
    }

    int goals() {
        return clauses.map(ClauseCoverage::goals).orElse(0);
    }

    int reached() {
        return clauses.map(ClauseCoverage::reached).orElse(0);
    }
}
