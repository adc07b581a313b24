// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import org.jspecify.annotations.Nullable;

/** How rules are evaluated: by a {@code falco.yaml}, unless the caller overrides it. */
public final class EvaluationSettings {
    private EvaluationSettings() {}

    public static EngineOptions of(
            FalcoVersion falco, @Nullable FalcoConfig config, @Nullable Matching matching, boolean enableAll) {
        EngineOptions options = config == null ? EngineOptions.of(falco) : config.options();
        if (matching != null) {
            options = options.withMatching(matching);
        }
        return enableAll ? options.with(Selection.enableRule("*")) : options;
    }
}
