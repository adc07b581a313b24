package io.kguard.simulation;

import io.kguard.sandbox.ExecResult;
import io.kguard.sandbox.ExecSpec;
import io.kguard.sandbox.PodSandbox;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.Step;

/** Runs a command step and compares its end with what the scenario expects. */
final class ExecStep {
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
        ActOutcome outcome = new ActOutcome(step, step.origin());
        ExecResult result;
        try {
            String container = step.container();
            result = pod.exec(container == null ? "" : container, spec);
        } catch (SandboxException e) {
            throw outcome.failed(String.valueOf(e.getMessage()));
        }
        outcome.check(result, step.exit(), step.output(), null);
    }
}
