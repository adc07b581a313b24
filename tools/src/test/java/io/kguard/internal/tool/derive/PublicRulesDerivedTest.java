// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import org.junit.jupiter.api.Test;

/** The public rules have acts that fire them, and acts that miss one clause. */
@RequiresShared
class PublicRulesDerivedTest {
    @Test
    void eachHasAnActThatFiresItOrAReason() {
        UserRules rules = UserRules.ofFalco();
        DerivedFigures figures = new DerivedFigures(true);
        rules.rules().forEach(rule -> figures.add(rules.loaded(), rule, ""));
        figures.print();
        assertThat(figures.wrong()).isEmpty();
        assertThat(figures.unsolved().keySet())
                .as("they look at names of addresses, which no event has")
                .containsExactlyInAnyOrder(
                        "Contact K8S API Server From Container",
                        "Detect outbound connections to common miner pool ports");
        assertThat(figures.impossible().keySet())
                .containsExactlyInAnyOrder(
                        "Network Connection outside Local Subnet",
                        "Launch Disallowed Container",
                        "Create Disallowed Pod",
                        "All K8s Audit Events",
                        "Full K8s Administrative Access",
                        "Untrusted Node Successfully Joined the Cluster",
                        "Untrusted Node Unsuccessfully Tried to Join the Cluster");
        assertThat(figures.solved()).hasSize(132);
        assertThat(figures.misses())
                .as(
                        "nine more would need a program without a name, a second root, a file that is a folder, or 0.0.0.0 as a peer")
                .isGreaterThanOrEqualTo(711);
    }
}
