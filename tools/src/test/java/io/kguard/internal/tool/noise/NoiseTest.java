// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read of an alert stays short. */
class NoiseTest {
    @Test
    void aShortExampleIsShownWhole() {
        assertThat(noise("Drift (command=chmod a)").shownExample()).isEqualTo("Drift (command=chmod a)");
    }

    @Test
    void ofAScriptInAnExampleTheFirstLineIsShown() {
        assertThat(noise("Drift (command=sh -c set -e\nmkdir a\n)").shownExample())
                .isEqualTo("Drift (command=sh -c set -e...");
    }

    @Test
    void aLongLineIsCut() {
        assertThat(noise("x".repeat(5000)).shownExample()).isEqualTo("x".repeat(200) + "...");
    }

    private static Noise noise(String example) {
        return new Noise("Drift", 1, 1000, 1, List.of("cron"), example);
    }
}
