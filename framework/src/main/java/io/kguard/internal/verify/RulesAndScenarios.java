// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.rule.LoadResult;
import io.kguard.scenario.Scenario;
import java.util.Collection;
import java.util.List;

/**
 * What a choice chooses from.
 *
 * @param options the options of the run
 * @param loaded the loaded rules
 * @param rules the rules that are evaluated
 * @param scenarios all scenarios
 */
record RulesAndScenarios(VerifyOptions options, LoadResult loaded, RuleSet rules, Collection<Scenario> scenarios) {
    RulesAndScenarios {
        scenarios = List.copyOf(scenarios);
    }
}
