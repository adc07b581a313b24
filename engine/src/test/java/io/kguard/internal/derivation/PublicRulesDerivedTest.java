// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An act is found for each public rule. */
@RequiresShared
class PublicRulesDerivedTest {
    private static final Path RULES = Shared.path("conformance/falco-rules/current");

    @Test
    void eachHasAnAct() {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .load(
                        RULES.resolve("falco_rules.yaml"),
                        RULES.resolve("falco-incubating_rules.yaml"),
                        RULES.resolve("falco-sandbox_rules.yaml"),
                        RULES.resolve("k8s_audit_rules.yaml"));
        DerivedFigures figures = new DerivedFigures();
        figures.withMisses = true;
        loaded.rules().forEach(rule -> figures.add(loaded, FalcoVersion.CURRENT, rule, ""));
        figures.print();
        assertThat(figures.unsolved).isEmpty();
    }
}
