// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.scenario.Step;
import io.kguard.scenario.ToolCall;
import java.time.Duration;

/**
 * Runs steps and compares how they end with what the scenario expects. Throws an {@link ActFailedException} that says
 * what differs.
 */
final class StepRunner implements Step.Visitor {
    /** The exit status of a command that was killed with its container. */
    private static final int KILLED = 137;

    private final Stage stage;
    private final EventPipeline pipeline;

    StepRunner(Stage stage, EventPipeline pipeline) {
        this.stage = stage;
        this.pipeline = pipeline;
    }

    @Override
    public void visit(Step.Exec step) {
        ExecSpec spec = ExecSpec.of(step.command())
                .withTty(step.tty())
                .withStdin(step.stdin())
                .withTimeout(step.timeout());
        ActOutcome outcome = new ActOutcome(step, step.origin());
        String agent = step.agent();
        if (agent != null) {
            pipeline.toolCall(ToolCall.of(agent, step.command()).json());
        }
        ExecResult result;
        long start = System.nanoTime();
        boolean running = false;
        try {
            String name = step.container();
            PodContainer container = stage.pod(step.pod()).container(name == null ? "" : name);
            running = !container.exit().isDone();
            result = container.exec(spec);
        } catch (SandboxException e) {
            if (!running || e.reason() != SandboxException.Reason.NOT_RUNNING) {
                throw outcome.failed(String.valueOf(e.getMessage()));
            }
            result = new ExecResult(KILLED, "", ""); // a reaction can end the container while the command is starting
        }
        keep(step, result, start);
        outcome.check(result, step.exit(), step.output(), null);
    }

    @Override
    public void visit(Step.Kubectl step) {
        long start = System.nanoTime();
        ExecResult result = stage.run(step);
        keep(step, result, start);
        new ActOutcome(step, step.origin()).check(result, step.exit(), step.output(), step.error());
    }

    /** Keeps how a step ended, for reports. */
    private void keep(Step step, ExecResult result, long start) {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        pipeline.history().ran(step.toString(), result.exitStatus(), result.stdout() + result.stderr(), millis);
    }
}
