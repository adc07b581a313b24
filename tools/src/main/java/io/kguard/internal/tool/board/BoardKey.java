// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Check;
import io.kguard.scenario.Expectation.Outcome;

/**
 * What is checked. The same in two sets is the same check.
 *
 * @param rule the rule's name
 * @param expect what is expected of it
 * @param simulation the id of the scenario, or the name of a rule test
 */
record BoardKey(String rule, Outcome expect, String simulation) {
    static BoardKey of(Check check) {
        return new BoardKey(
                check.subject().rule(),
                check.outcome().expect(),
                check.scenario().isEmpty() ? check.origin().test() : check.scenario());
    }
}
