// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.RuleSet;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import org.apiguardian.api.API;

/** The fields that a scenario expects of alerts and that the rules' outputs do not have. */
@API(status = API.Status.INTERNAL)
public final class ExpectedFields {
    private ExpectedFields() {}

    /**
     * The rules, whose alerts have these fields too.
     *
     * @throws IllegalArgumentException if there is no such field; the message names it
     */
    public static RuleSet added(RuleSet rules, Scenario scenario) {
        RuleSet all = rules;
        for (Expectation expectation : scenario.expectations()) {
            if (!expectation.alert().fields().isEmpty()) {
                all = all.reporting(
                        expectation.rule(), expectation.alert().fields().keySet());
            }
        }
        return all;
    }
}
