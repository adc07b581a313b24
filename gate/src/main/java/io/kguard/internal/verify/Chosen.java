// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.scenario.Scenario;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The checks that are made.
 *
 * @param why what chose them, as {@code kguard.only=...}; empty if all are made
 * @param note what a reader should know of the choice; may be empty
 * @param mayBeNone why it is no mistake if no check is made, in a sentence; empty if it is one
 * @param checks whether a scenario's check of a rule is made
 * @param scenarios whether a scenario in which nothing is checked is played
 * @param tests whether a rule test is run
 */
public record Chosen(
        String why,
        String note,
        String mayBeNone,
        BiPredicate<Scenario, String> checks,
        Predicate<Scenario> scenarios,
        Predicate<DeclaredRuleTest> tests) {
    /** All checks. */
    public static final Chosen ALL = all("");

    /** All checks, with a note. */
    static Chosen all(String note) {
        return new Chosen("", note, "", (scenario, rule) -> true, scenario -> true, test -> true);
    }

    /** The same choice, of some rule tests alone. */
    Chosen withTests(Predicate<DeclaredRuleTest> some) {
        return new Chosen(why, note, mayBeNone, checks, scenarios, tests.and(some));
    }

    public boolean isPartial() {
        return !why.isEmpty();
    }
}
