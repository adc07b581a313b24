// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SeenTextsTest {
    private final SeenTexts seen = new SeenTexts(Duration.ofSeconds(5));

    @Test
    void aTextIsRememberedForTheWindow() {
        assertThat(seen.before("a", 0)).isZero();
        assertThat(seen.before("b", 1)).isZero();
        assertThat(seen.before("a", Duration.ofSeconds(4).toNanos())).hasSeconds(4);
        assertThat(seen.before("a", Duration.ofSeconds(5).toNanos())).isZero();
    }

    @Test
    @Tag("trust")
    void aStormOfAlertsDoesNotFillTheMemory() {
        for (int i = 0; i < 250_000; i++) {
            assertThat(seen.before("alert " + i, i)).isZero();
        }

        assertThat(seen.before("alert 249999", 250_000)).isPositive();
        assertThat(seen.before("alert 0", 250_000)).isZero(); // forgotten for the newer ones
    }
}
