// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.scenario.Expectation;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.EventOrigin;
import io.kguard.simulation.RuleTestEvent;

/**
 * A rule test as a class file has it.
 *
 * @param type the name of the class
 * @param name the name of the method
 * @param signature the method with its parameters, as in {@code test(io.kguard.simulation.Detections)}
 * @param expectation its rule, and what is expected of it
 * @param source what it names as the source of its events; empty if nothing
 * @param obstacle why JUnit does not run it, as far as the class file tells; else empty
 */
record DeclaredRuleTest(
        String type, String name, String signature, Expectation expectation, String source, String obstacle) {
    /** The same test, as a class inherits it. */
    DeclaredRuleTest of(String heir) {
        return new DeclaredRuleTest(heir, name, signature, expectation, source, obstacle);
    }

    /** As {@link RuleTestEvent.Planned#methods()} names it. */
    String method() {
        return type + "." + signature;
    }

    /** The check that it is to make. */
    CheckResult check() {
        return RuleTestEvent.unjudged(type + "." + name, source, EventOrigin.WRITTEN, expectation);
    }
}
