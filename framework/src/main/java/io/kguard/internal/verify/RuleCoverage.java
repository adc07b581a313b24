// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Measured;
import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.simulation.CheckResult;
import java.util.List;
import java.util.Optional;

/**
 * What the checks show of a rule.
 *
 * @param fires whether a check shows that it fires
 * @param silent whether a check shows that it stays silent
 * @param clauses what their events showed of its condition; empty if no scenario was played for it
 */
record RuleCoverage(RuleFacts rule, boolean fires, boolean silent, Optional<ClauseCoverage> clauses) {
    static RuleCoverage of(RuleFacts rule, List<CheckResult> checks) {
        boolean fires = false;
        boolean silent = false;
        ClauseCoverage sum = null;
        for (CheckResult check : checks) {
            if (check.rule().equals(rule.name()) && check.isPassed()) {
                fires |= check.expectation().isFires();
                silent |= check.expectation().isSilent();
                Measured measured = check.measured().orElse(null);
                if (measured != null) {
                    sum = sum == null ? measured.coverage() : sum.plus(measured.coverage());
                }
            }
        }
        return new RuleCoverage(rule, fires, silent, Optional.ofNullable(sum));
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
