// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The results of test classes that were run with JUnit's test kit. */
final class TriedTests {
    private final Map<String, TestExecutionResult> results;

    private TriedTests(Map<String, TestExecutionResult> results) {
        this.results = results;
    }

    static TriedTests run(EngineTestKit.Builder tests) {
        return new TriedTests(tests.execute().testEvents().finished().stream()
                .collect(Collectors.toMap(
                        event -> event.getTestDescriptor().getDisplayName().replaceAll("\\(.*", ""),
                        event -> event.getRequiredPayload(TestExecutionResult.class))));
    }

    /** How each test ended, by its name. */
    Map<String, TestExecutionResult> results() {
        return results;
    }

    /** The exception of a test. */
    Throwable thrown(String test) {
        TestExecutionResult result = results.get(test);
        if (result == null) {
            throw new AssertionError("no test " + test + " ran, but " + results.keySet());
        }
        return result.getThrowable().orElseThrow(() -> new AssertionError(test + " threw nothing"));
    }
}
