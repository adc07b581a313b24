// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.scenario.Effect;

/** Checks effects. Throws an {@link ActFailedException} for an effect that is absent. */
final class EffectCheck implements Effect.Visitor {
    private final Stage stage;

    EffectCheck(Stage stage) {
        this.stage = stage;
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
}
