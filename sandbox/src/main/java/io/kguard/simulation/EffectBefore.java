// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.scenario.Effect;

/**
 * Looks for effects before the first step. What is there already would be there without the steps. Throws an
 * {@link ActFailedException} for such an effect.
 */
final class EffectBefore implements Effect.Visitor {
    private final Stage stage;

    EffectBefore(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void visit(Effect.FileExists effect) {
        if (FileEffect.absence(effect, stage.pod(effect.pod())).isEmpty()) {
            throw proves(effect);
        }
    }

    @Override
    public void visit(Effect.ObjectExists effect) {
        if (EffectCheck.absence(effect, stage.cluster(effect)).isEmpty()) {
            throw proves(effect);
        }
    }

    @Override
    public void visit(Effect.PodGone effect) {
        if (!EffectCheck.isThere(effect.pod(), stage)) {
            throw proves(effect);
        }
    }

    @Override
    public void visit(Effect.PodReplaced effect) {
        if (!EffectCheck.isThere(effect.pod(), stage)) {
            throw proves(effect);
        }
    }

    /** That it stays is only known afterwards, and only if it is there before. */
    @Override
    public void visit(Effect.PodStays effect) {
        if (!EffectCheck.isThere(effect.pod(), stage)) {
            throw new ActFailedException(effect.origin() + ": the effect can't take place: " + effect
                    + ": it is gone before the first step");
        }
    }

    @Override
    public void visit(Effect.Unreachable effect) {
        PodSandbox.Reach reach;
        try {
            reach = stage.pod(effect.pod()).reach(effect.address(), effect.port());
        } catch (SandboxException e) {
            throw new ActFailedException(effect.origin() + ": before the first step it can't be found out: " + effect
                    + ": " + e.getMessage());
        }
        if (reach == PodSandbox.Reach.SILENT) {
            throw proves(effect);
        }
    }

    /** Only an alert of the steps sets it off. */
    @Override
    public void visit(Effect.Stopped effect) {}

    private static ActFailedException proves(Effect effect) {
        return new ActFailedException(effect.origin() + ": the effect proves nothing: " + effect
                + ", already before the first step\nName an effect that only the steps bring about.");
    }
}
