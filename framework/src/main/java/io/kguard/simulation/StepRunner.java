// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.sandbox.ExecResult;
import io.kguard.sandbox.ExecSpec;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.Step;

/**
 * Runs steps and compares how they end with what the scenario expects. Throws an {@link ActFailedException} that says
 * what differs.
 */
final class StepRunner implements Step.Visitor {
    private final Stage stage;

    StepRunner(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void visit(Step.Exec step) {
        ExecSpec spec = ExecSpec.of(step.command())
                .withTty(step.tty())
                .withStdin(step.stdin())
                .withTimeout(step.timeout());
        ActOutcome outcome = new ActOutcome(step, step.origin());
        ExecResult result;
        try {
            String container = step.container();
            result = stage.pod(step.pod()).exec(container == null ? "" : container, spec);
        } catch (SandboxException e) {
            throw outcome.failed(String.valueOf(e.getMessage()));
        }
        outcome.check(result, step.exit(), step.output(), null);
    }

    @Override
    public void visit(Step.Kubectl step) {
        stage.run(step);
    }
}
