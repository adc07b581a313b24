// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.ruletest.RuleTestRun;
import org.jspecify.annotations.Nullable;

/** For goals that have nothing to do with rule tests. */
enum NoRuleTests implements RuleTests {
    HERE;

    @Override
    public void compile() {}

    @Override
    public @Nullable RuleTestRun run(int timeoutMinutes) {
        return null;
    }

    @Override
    public void sayWhatIsNotRun() {}
}
