// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;

/** A small rule set. */
public final class TestRules {
    private TestRules() {}

    public static RuleSet compiled() {
        return RuleSet.compile(loaded(), EngineOptions.of(FalcoVersion.CURRENT));
    }

    public static LoadResult loaded() {
        String text = """
                - rule: Terminal shell in container
                  desc: A shell
                  condition: evt.type = execve and proc.tty != 0
                  output: Shell
                  priority: NOTICE
                """;
        return RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text);
    }
}
