// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;

/** Rules that a test has in its own text. */
final class WrittenRules {
    private WrittenRules() {}

    /** Compiles rules, all of which may match an event, and explains why one is silent. */
    static RuleSet compile(String text) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", text),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true).withMatching(Matching.ALL));
    }
}
