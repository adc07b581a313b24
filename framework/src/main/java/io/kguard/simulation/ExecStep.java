package io.kguard.simulation;

import io.kguard.sandbox.ExecResult;
import io.kguard.sandbox.ExecSpec;
import io.kguard.sandbox.PodSandbox;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.Step;
import org.jspecify.annotations.Nullable;

/** Runs a command step and compares its end with what the scenario expects. */
final class ExecStep {
    private static final int MAX_OUTPUT = 400;

    private ExecStep() {}

    /**
     * Runs the step.
     *
     * @throws ActFailedException if it did not end as it must
     */
    static void run(Step.Exec step, PodSandbox pod) {
        ExecSpec spec = ExecSpec.of(step.command())
                .withTty(step.tty())
                .withStdin(step.stdin())
                .withTimeout(step.timeout());
        ExecResult result;
        try {
            String container = step.container();
            result = pod.exec(container == null ? "" : container, spec);
        } catch (SandboxException e) {
            throw new ActFailedException(title(step) + " failed: " + e.getMessage());
        }
        if (result.exitStatus() != step.exit()) {
            throw new ActFailedException(title(step) + " ended with exit status " + result.exitStatus() + ", not "
                    + step.exit() + output("standard error", result.stderr())
                    + output("standard output", result.stdout()));
        }
        @Nullable String expected = step.output();
        if (expected != null && !result.stdout().contains(expected)) {
            throw new ActFailedException(title(step) + " did not print \"" + expected + "\""
                    + (result.stdout().isBlank() ? "; it printed nothing" : output("it printed", result.stdout())));
        }
    }

    private static String title(Step.Exec step) {
        return step.origin() + ": " + cut(step.toString(), 120);
    }

    private static String output(String label, String text) {
        return text.isBlank() ? "" : "\n" + label + ": " + cut(text.strip(), MAX_OUTPUT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
