// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the program of a step must end.
 *
 * @param exit its exit status, from 0 to 255, or {@link Step#ANY_EXIT}
 * @param output a string that it must print to its standard output; null for any output
 * @param error a string that it must print to its standard error; null for any output
 * @param timeout how long it may take
 * @param leavesRunning whether processes that it starts may still run when the rules are judged
 */
record StepEnd(int exit, @Nullable String output, @Nullable String error, Duration timeout, boolean leavesRunning) {
    private static final int HIGHEST_EXIT = 255;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    static final StepEnd SUCCESS = new StepEnd(0, null, null, Step.TIMEOUT, false);

    StepEnd {
        if (exit != Step.ANY_EXIT && (exit < 0 || exit > HIGHEST_EXIT)) {
            throw new IllegalArgumentException("an exit status is from 0 to " + HIGHEST_EXIT + ", not " + exit);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a step takes more than no time and at most " + LONGEST.toMinutes() + " minutes, not " + timeout);
        }
    }

    /** Reads it from a step. */
    static StepEnd read(YamlMapping step) {
        checkNotEmpty(step, "output");
        checkNotEmpty(step, "error");
        return new StepEnd(
                "any".equals(step.text("exit")) ? Step.ANY_EXIT : step.number("exit", 0, HIGHEST_EXIT),
                step.text("output"),
                step.text("error"),
                step.duration("timeout", Step.TIMEOUT, LONGEST),
                step.isWord("leaves", "running", "leave it out if the step ends what it starts"));
    }

    private static void checkNotEmpty(YamlMapping step, String key) {
        if ("".equals(step.text(key))) {
            step.problem(
                    key, "every text contains an empty one", "name a part of what the step prints, or leave it out");
        }
    }

    StepEnd withExit(int value) {
        return new StepEnd(value, output, error, timeout, leavesRunning);
    }

    StepEnd withOutput(String value) {
        return new StepEnd(exit, value, error, timeout, leavesRunning);
    }

    StepEnd withError(String value) {
        return new StepEnd(exit, output, value, timeout, leavesRunning);
    }

    StepEnd withTimeout(Duration value) {
        return new StepEnd(exit, output, error, value, leavesRunning);
    }

    StepEnd leavingRunning() {
        return new StepEnd(exit, output, error, timeout, true);
    }
}
