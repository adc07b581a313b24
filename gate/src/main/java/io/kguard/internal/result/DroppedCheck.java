// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import io.kguard.internal.report.UnmadeCheck.Kind;
import io.kguard.scenario.Expectation;
import java.util.List;

/**
 * A check that a scenario of a catalogue jar asks for and that is not made: its rule is not evaluated, the scenario can't be
 * played, or the rule waits for settings of its users.
 *
 * @param scenario the scenario's id
 * @param expectation the rule, and what is expected of it
 * @param reason why the check is not made
 * @param kind what is in its way
 * @param overrides items of a rule file with which it would be made; empty unless it waits for settings
 */
public record DroppedCheck(String scenario, Expectation expectation, String reason, Kind kind, List<String> overrides) {
    public DroppedCheck {
        overrides = List.copyOf(overrides);
    }

    /** A check that no settings would make possible. */
    public DroppedCheck(String scenario, Expectation expectation, String reason, Kind kind) {
        this(scenario, expectation, reason, kind, List.of());
    }

    /** A check whose rule is not evaluated. */
    public DroppedCheck(String scenario, Expectation expectation, String reason) {
        this(scenario, expectation, reason, Kind.DROPPED);
    }

    /** The name of the rule. */
    public String rule() {
        return expectation.rule();
    }
}
