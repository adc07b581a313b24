// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.RuleTestEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A rule test in a class file.
 *
 * @param type the name of the class
 * @param name the name of the method
 * @param signature the method with its parameters, as in {@code test(io.kguard.verdict.Detections)}
 * @param expectation its rule, and what is expected of it
 * @param source the source of events that it names; empty if none
 * @param played whether it plays a scenario
 * @param obstacle why JUnit does not run it, if the class file shows that; else empty
 */
public record DeclaredRuleTest(
        String type,
        String name,
        String signature,
        Expectation expectation,
        String source,
        boolean played,
        String obstacle) {
    /** The same test, inherited by another class. */
    DeclaredRuleTest of(String heir) {
        return new DeclaredRuleTest(heir, name, signature, expectation, source, played, obstacle);
    }

    /** The name in {@link RuleTestEvent.Planned#methods()}. */
    String method() {
        return type + "." + signature;
    }

    /** The names of the tests of each rule. */
    public static Map<String, List<String>> namesByRule(List<DeclaredRuleTest> tests) {
        return tests.stream()
                .collect(Collectors.groupingBy(
                        test -> test.expectation().rule(),
                        TreeMap::new,
                        Collectors.mapping(test -> test.type() + "." + test.name(), Collectors.toList())));
    }

    /** The check that it is meant to make. */
    public CheckResult check() {
        return RuleTestEvent.unjudged(type + "." + name, source, EventOrigin.WRITTEN, expectation);
    }
}
