// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.cluster.ClusterException;
import io.kguard.internal.cluster.Kubectl;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.scenario.Step;
import io.kguard.scenario.ToolCall;
import java.time.Duration;
import java.util.List;

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
        ExecSpec spec = spec(step.command(), step.tty(), step.stdin(), step.timeout());
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
        ActOutcome outcome = new ActOutcome(step, step.origin());
        Cluster cluster = stage.cluster(step);
        Kubectl kubectl = step.origin()
                .folder()
                .map(folder -> new Kubectl(cluster, folder))
                .orElseGet(() -> new Kubectl(cluster));
        ExecResult result;
        try {
            result = kubectl.run(step.actor(), spec(step.args(), step.tty(), step.stdin(), step.timeout()));
        } catch (ClusterException e) {
            throw outcome.failed(String.valueOf(e.getMessage()));
        }
        keep(step, result, start);
        outcome.check(result, step.exit(), step.output(), step.error());
    }

    private static ExecSpec spec(List<String> command, boolean tty, String stdin, Duration timeout) {
        return ExecSpec.of(command).withTty(tty).withStdin(stdin).withTimeout(timeout);
    }

    /** Keeps how a step ended, for reports. */
    private void keep(Step step, ExecResult result, long start) {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        pipeline.history().ran(step.toString(), result.exitStatus(), result.stdout() + result.stderr(), millis);
    }
}
