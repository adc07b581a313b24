// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import java.io.Serializable;

/**
 * How rules are evaluated.
 *
 * @param falco the version of Falco to imitate
 * @param matching how many rules an event can match
 * @param enableAll whether to evaluate rules that their files disable
 */
record RuleSettings(FalcoVersion falco, Matching matching, boolean enableAll) implements Serializable {
    EngineOptions options() {
        EngineOptions options = EngineOptions.of(falco).withMatching(matching);
        return enableAll ? options.with(Selection.enableRule("*")) : options;
    }
}
