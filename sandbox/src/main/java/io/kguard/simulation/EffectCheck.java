// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.scenario.Effect;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;

/** Checks effects. Throws an {@link ActFailedException} for an effect that is absent. */
final class EffectCheck implements Effect.Visitor {
    /** Beyond the time that an effect may take, to tell that it took longer from that it never came. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Stage stage;
    private final EventPipeline pipeline;

    EffectCheck(Stage stage, EventPipeline pipeline) {
        this.stage = stage;
        this.pipeline = pipeline;
    }

    @Override
    public void visit(Effect.FileExists effect) {
        FileEffect.check(effect, stage.pod(effect.pod()));
    }

    @Override
    public void visit(Effect.ObjectExists effect) {
        stage.check(effect);
    }

    @Override
    public void visit(Effect.PodGone effect) {
        stage.check(effect);
    }

    @Override
    public void visit(Effect.PodReplaced effect) {
        stage.check(effect);
    }

    @Override
    public void visit(Effect.PodStays effect) {
        if (!stage.isThere(effect.pod())) {
            throw absent(effect, "it is gone, or its containers have ended");
        }
    }

    @Override
    public void visit(Effect.Unreachable effect) {
        PodSandbox.Reach reach;
        try {
            reach = stage.pod(effect.pod()).reach(effect.address(), effect.port());
        } catch (SandboxException e) {
            throw absent(effect, String.valueOf(e.getMessage()));
        }
        switch (reach) {
            case SILENT -> {}
            case OPEN -> throw absent(effect, "a connection is made");
            case REFUSED, NONE -> throw absent(effect, "the pods' network has no such peer, so this proves nothing");
            case UNKNOWN -> throw absent(effect, "the pod's network does not answer at all");
        }
    }

    @Override
    public void visit(Effect.Stopped effect) {
        StoppedProcess end = pipeline.awaitStopped(
                        effect.rule(), effect.within().plus(MARGIN))
                .orElseThrow(() -> absent(
                        effect,
                        pipeline.isFiredOnProcess(effect.rule())
                                ? "it still runs, or a process that it started"
                                : "the rule did not fire on a process"));
        if (!end.killed()) {
            throw absent(effect, "it ended by itself, so nothing stopped it");
        }
        if (end.after().compareTo(effect.within()) > 0) {
            throw absent(effect, "it took " + end.after().toMillis() + " ms");
        }
    }

    private static ActFailedException absent(Effect effect, String reason) {
        return new ActFailedException(effect.origin() + ": the effect did not take place: " + effect + ": " + reason);
    }
}
