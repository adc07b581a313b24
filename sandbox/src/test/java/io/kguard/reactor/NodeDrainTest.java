// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.reaction.Action;
import org.junit.jupiter.api.Test;

class NodeDrainTest {
    /** Falco Talon compares the ready replicas with a part of themselves. */
    @Test
    void aPercentageLeavesNoPodAlone() {
        assertThat(spared("100%")).isEqualTo(new Action.Spared(true, false, false, null));
        assertThat(spared("3")).isEqualTo(new Action.Spared(true, false, false, "3"));
    }

    private static Action.Spared spared(String replicas) {
        return NodeDrain.spared(new Action.Drain(new Action.Spared(true, false, false, replicas), false, 0));
    }
}
