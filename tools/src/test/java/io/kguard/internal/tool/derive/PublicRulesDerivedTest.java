// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public rules have acts that fire them, and acts that miss one clause. */
@RequiresShared
class PublicRulesDerivedTest {
    private static final Path RULES = Shared.path("conformance/falco-rules/current");

    @Test
    void eachHasAnActThatFiresItOrAReason() {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .load(
                        RULES.resolve("falco_rules.yaml"),
                        RULES.resolve("falco-incubating_rules.yaml"),
                        RULES.resolve("falco-sandbox_rules.yaml"),
                        RULES.resolve("k8s_audit_rules.yaml"));
        DerivedFigures figures = new DerivedFigures(true);
        loaded.rules().forEach(rule -> figures.add(loaded, rule, ""));
        figures.print();
        assertThat(figures.wrong()).isEmpty();
        assertThat(figures.unsolved().keySet())
                .as("two look at names of addresses, which no event has; one at audit events of 1970")
                .containsExactlyInAnyOrder(
                        "Contact K8S API Server From Container",
                        "Detect outbound connections to common miner pool ports",
                        "All K8s Audit Events");
        assertThat(figures.impossible().keySet())
                .containsExactlyInAnyOrder(
                        "Network Connection outside Local Subnet",
                        "Launch Disallowed Container",
                        "Create Disallowed Pod",
                        "Full K8s Administrative Access",
                        "Untrusted Node Successfully Joined the Cluster",
                        "Untrusted Node Unsuccessfully Tried to Join the Cluster");
        assertThat(figures.solved()).hasSize(132);
        assertThat(figures.misses()).isGreaterThanOrEqualTo(720);
    }
}
