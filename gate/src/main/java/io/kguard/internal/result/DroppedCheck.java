// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.scenario.Expectation;

/**
 * A check that a scenario of a catalogue jar asks for and that is not made: its rule is not evaluated, or the scenario
 * can't be played.
 *
 * @param scenario the scenario's id
 * @param expectation the rule, and what is expected of it
 * @param reason why the check is not made
 * @param skipped whether the rule could be judged, and the scenario can't be played
 */
public record DroppedCheck(String scenario, Expectation expectation, String reason, boolean skipped) {
    /** A check whose rule is not evaluated. */
    public DroppedCheck(String scenario, Expectation expectation, String reason) {
        this(scenario, expectation, reason, false);
    }

    /** The name of the rule. */
    public String rule() {
        return expectation.rule();
    }
}
