// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "500m, 500m, 1",
        "1, 1500m, 2500m",
        "64Mi, 64Mi, 128Mi",
        "512Mi, 512Mi, 1Gi",
        "1Gi, 512Mi, 1536Mi",
        "1000, 0, 1k",
        "0, 3Mi, 3Mi",
        "100k, 900k, 1M"
    })
    void sumsAreWrittenAsKubernetesWritesThem(String one, String other, String sum) {
        assertThat(amount(one).plus(amount(other))).hasToString(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "1 Mi", "1e999999999", "--1"})
    void whatIsNoAmountIsRefused(String text) {
        assertThatThrownBy(() -> amount(text)).isInstanceOf(ApiStatus.class).hasMessageContaining("is no quantity");
    }

    @Test
    void amountsInDifferentUnitsAreCompared() {
        assertThat(amount("1Gi").isMoreThan(amount("1G"))).isTrue();
        assertThat(amount("1000m").isMoreThan(amount("1"))).isFalse();
    }

    private static Amount amount(String text) {
        return Amount.of(JsonNodeFactory.instance.stringNode(text));
    }
}
