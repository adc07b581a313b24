// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.scenario.Expectation;
import java.util.Set;
import org.apiguardian.api.API;

/** What happens in a JVM that runs rule tests. Tests and the containers that hold them have ids that JUnit gives. */
@API(status = API.Status.INTERNAL)
public sealed interface RuleTestEvent {
    /** How a test or a container of tests ended. */
    enum End {
        /** Without an error. */
        SUCCESSFUL,
        /** Something was thrown, in the test or around it. */
        FAILED,
        /** An assumption did not hold. */
        ABORTED,
        /** It did not start at all. */
        SKIPPED
    }

    /**
     * A test was found.
     *
     * @param id its id, which begins with the ids of its containers
     * @param check what it is to check, as far as that is known before it runs; its verdict means nothing
     * @param methods the methods of the class and those that it inherits which this test is the run of
     */
    record Planned(String id, CheckResult check, Set<String> methods) implements RuleTestEvent {
        /** Copies the set. */
        public Planned {
            methods = Set.copyOf(methods);
        }

        /** Whether it is a rule test, and not another one that has the tag of rule tests. */
        public boolean isRuleTest() {
            return !check.rule().isEmpty();
        }
    }

    /**
     * A test or a container started.
     *
     * @param id its id
     */
    record Started(String id) implements RuleTestEvent {}

    /**
     * The rule of a test was judged.
     *
     * @param id the test's id
     * @param check the result
     */
    record Judged(String id, CheckResult check) implements RuleTestEvent {}

    /**
     * A test or a container ended.
     *
     * @param id its id
     * @param name how people know it
     * @param how how it ended
     * @param message what was thrown, or why it did not start
     */
    record Ended(String id, String name, End how, String message) implements RuleTestEvent {}

    /** The run ended as it should: nothing follows. */
    record Finished() implements RuleTestEvent {}

    /** A check of a rule test that has not been judged. */
    static CheckResult unjudged(String test, String scenario, EventOrigin origin, Expectation expectation) {
        return CheckResult.withoutSimulation(scenario, origin, expectation, "").withTest(test);
    }
}
