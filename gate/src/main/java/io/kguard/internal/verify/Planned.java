// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import java.util.List;

/**
 * A check that a shard is to make.
 *
 * @param scenario the scenario's id; empty for a rule test
 * @param test the rule test, as {@code package.Class.method}; empty for the check of a scenario
 * @param expectation what is expected
 * @param shard the index of the shard that makes it
 */
record Planned(String scenario, String test, Expectation expectation, int shard) {
    /** What two checks have in common that are the same. */
    public Object key() {
        return test.isEmpty() ? List.of(scenario, expectation) : test;
    }

    /** The key of a check that was made. */
    public static Object key(CheckResult check) {
        return check.test().isEmpty() ? List.of(check.scenario(), check.expectation()) : check.test();
    }

    /** The check in words. */
    @Override
    public String toString() {
        return test.isEmpty()
                ? "the check of the rule \"" + expectation.rule() + "\" in the scenario " + scenario
                : "the rule test " + test;
    }
}
