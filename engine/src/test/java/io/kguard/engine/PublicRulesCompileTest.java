// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public rules compile to rule sets. */
@RequiresShared
class PublicRulesCompileTest {
    @Test
    void allOf040() {
        LoadResult loaded = load(FalcoVersion.V0_40, "0.40");
        RuleSet rules = RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.V0_40));
        assertThat(rules.rules()).hasSize(74);
        RuleSet all =
                RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.V0_40).with(Selection.enableRule("*")));
        assertThat(all.rules()).hasSize(86);
    }

    @Test
    void allOfToday() {
        LoadResult loaded = load(FalcoVersion.CURRENT, "current");
        assertThat(RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT))
                        .rules())
                .isNotEmpty();
    }

    private static LoadResult load(FalcoVersion version, String folder) {
        Path rules = Shared.path("conformance/falco-rules/" + folder);
        return RuleLoader.of(version)
                .load(
                        rules.resolve("falco_rules.yaml"),
                        rules.resolve("falco-incubating_rules.yaml"),
                        rules.resolve("falco-sandbox_rules.yaml"));
    }
}
