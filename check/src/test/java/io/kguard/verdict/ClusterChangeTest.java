// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterChangeTest {
    @Test
    void objectsThatComeGoAndChangeAreTold() {
        List<ClusterChange> changes = ClusterChange.between(
                Map.of("pod ci/a", "Running on n", "node n", "takes pods"),
                Map.of("node n", "takes no pods", "networkpolicy ci/a", "there"));

        assertThat(changes)
                .extracting(ClusterChange::toString)
                .containsExactlyInAnyOrder(
                        "pod ci/a: Running on n -> not there",
                        "node n: takes pods -> takes no pods",
                        "networkpolicy ci/a: not there -> there");
        assertThat(new ClusterChange("node n", "takes pods", "takes pods").isChange())
                .isFalse();
    }
}
