// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.ScenarioSource;

/** A long rule test; {@link StoppedRunTest} ends it. */
@KGuard(rules = "rules.yaml", scenarios = "scenarios")
final class WaitingRule {
    @RuleTest(rule = "Id ran")
    @ScenarioSource("broken")
    void waits() {}
}
