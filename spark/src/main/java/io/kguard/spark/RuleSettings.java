// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How rules are evaluated.
 *
 * @param falco the version of Falco to imitate
 * @param matching how many rules an event can match; null for what a falco.yaml says, or else the first
 * @param enableAll whether to evaluate rules that their files or a falco.yaml disable
 */
record RuleSettings(FalcoVersion falco, @Nullable Matching matching, boolean enableAll) implements Serializable {
    /** The options of a falco.yaml, or Falco's own, with what is said here. */
    EngineOptions over(EngineOptions configured) {
        EngineOptions options = matching == null ? configured : configured.withMatching(matching);
        return enableAll ? options.with(Selection.enableRule("*")) : options;
    }
}
