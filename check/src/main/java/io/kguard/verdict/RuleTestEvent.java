// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.scenario.Expectation;
import java.util.Set;
import org.apiguardian.api.API;

/** An event in a JVM that runs rule tests. Tests and test containers have the ids that JUnit gives them. */
@API(status = API.Status.INTERNAL)
public sealed interface RuleTestEvent {
    enum End {
        /** No error. */
        SUCCESSFUL,
        /** An exception was thrown in the test or around it. */
        FAILED,
        /** An assumption failed. */
        ABORTED,
        /** It did not start. */
        SKIPPED
    }

    /**
     * A test was discovered.
     *
     * @param id its id, which starts with the ids of its containers
     * @param check what it will check, as far as known before it runs; the verdict has no meaning
     * @param methods the methods of the class and of its supertypes that this test runs
     */
    record Planned(String id, CheckResult check, Set<String> methods) implements RuleTestEvent {
        public Planned {
            methods = Set.copyOf(methods);
        }

        /** Whether it is a rule test, and not another test with the tag of rule tests. */
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
     * @param check the result, as reports show it of a rule test
     */
    record Judged(String id, CheckResult check) implements RuleTestEvent {
        public Judged {
            check = check.ofRuleTest();
        }
    }

    /**
     * A test or a container ended.
     *
     * @param id its id
     * @param name its display name
     * @param how how it ended
     * @param message the exception, or why it did not start; possibly cut
     */
    record Ended(String id, String name, End how, String message) implements RuleTestEvent {
        private static final int MAX_MESSAGE = 1 << 18;

        public Ended {
            message = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
        }
    }

    /** The run is complete: nothing follows. */
    record Finished() implements RuleTestEvent {}

    /** The check of a rule test that has no verdict yet. */
    static CheckResult unjudged(String test, String scenario, EventOrigin origin, Expectation expectation) {
        return CheckResult.withoutSimulation(scenario, origin, expectation, "").withTest(test);
    }
}
