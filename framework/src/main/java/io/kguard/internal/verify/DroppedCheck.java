// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.scenario.Expectation;

/**
 * A check of a scenario in a catalogue jar that is not made, because its rule is not evaluated.
 *
 * @param scenario the scenario's id
 * @param expectation the rule, and what is expected of it
 * @param reason why the rule is not evaluated
 */
public record DroppedCheck(String scenario, Expectation expectation, String reason) {
    /** The name of the rule. */
    public String rule() {
        return expectation.rule();
    }
}
