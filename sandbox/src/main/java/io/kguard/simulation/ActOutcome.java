// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.scenario.Origin;
import io.kguard.scenario.Step;
import org.jspecify.annotations.Nullable;

/**
 * Compares how a step ended with what the scenario expects.
 *
 * @param step the step
 * @param origin where it is written
 */
record ActOutcome(Step step, Origin origin) {
    private static final int MAX_OUTPUT = 400;
    private static final int MAX_TITLE = 120;

    ActFailedException failed(String reason) {
        return new ActFailedException(title() + " failed: " + reason);
    }

    /**
     * Compares the exit status and the output.
     *
     * @param exit the expected status, or {@link Step#ANY_EXIT}
     *
     * @throws ActFailedException if they are not as expected
     */
    void check(ExecResult result, int exit, @Nullable String output, @Nullable String error) {
        if (exit != Step.ANY_EXIT && result.exitStatus() != exit) {
            throw new ActFailedException(title() + " ended with exit status " + result.exitStatus() + ", not " + exit
                    + output("standard error", result.stderr()) + output("standard output", result.stdout()));
        }
        checkText(result.stdout(), output, "print");
        checkText(result.stderr(), error, "write to its standard error");
    }

    private void checkText(String text, @Nullable String expected, String verb) {
        if (expected != null && !text.contains(expected)) {
            throw new ActFailedException(title() + " did not " + verb + " \"" + expected + "\""
                    + (text.isBlank() ? "; it wrote nothing" : output("it wrote", text)));
        }
    }

    private String title() {
        return origin + ": " + cut(step.toString(), MAX_TITLE);
    }

    private static String output(String label, String text) {
        return text.isBlank() ? "" : "\n" + label + ": " + ends(text.strip());
    }

    /** Programs mostly say at the end why they end. */
    private static String ends(String text) {
        return text.length() <= MAX_OUTPUT
                ? text
                : text.substring(0, MAX_OUTPUT / 4) + "\n...\n" + text.substring(text.length() - MAX_OUTPUT * 3 / 4);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
