// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalcoVersionTest {
    @ParameterizedTest
    @CsvSource({"0.40, V0_40", "0.41, V0_41", "0.42, V0_42", "0.43, V0_43", "0.44, V0_44", "0.45, V0_45"})
    void everyVersionHasItsName(String label, FalcoVersion version) {
        assertThat(FalcoVersion.of(label)).isEqualTo(version);
    }

    @Test
    void currentIsTheNewestAndSaysSo() {
        FalcoVersion[] all = FalcoVersion.values();
        assertThat(FalcoVersion.of("current")).isEqualTo(all[all.length - 1]).isEqualTo(FalcoVersion.CURRENT);
        assertThat(FalcoVersion.of("0.45")).hasToString("0.45 (current)");
        assertThat(FalcoVersion.of("0.44")).hasToString("0.44");
    }

    @ParameterizedTest
    @CsvSource({
        "0.39, 0.40",
        "0.46, 0.45",
        "0.44.1, 0.44",
        "v0.42.0, 0.42",
        "0.999999, 0.45",
        "latest, current",
        "Current, current",
        "1.0, current",
        "'', current"
    })
    void anUnknownVersionIsAnErrorThatListsTheKnownOnesAndTheNearest(String label, String nearest) {
        assertThatThrownBy(() -> FalcoVersion.of(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "kguard.falco is \"" + label + "\"; it can be 0.40, 0.41, 0.42, 0.43, 0.44, 0.45 or current,"
                                + " which is 0.45; the nearest is " + nearest);
    }

    @Test
    void versionsAreInOrder() {
        assertThat(FalcoVersion.V0_42.atLeast(FalcoVersion.V0_41)).isTrue();
        assertThat(FalcoVersion.V0_42.atLeast(FalcoVersion.V0_42)).isTrue();
        assertThat(FalcoVersion.V0_42.atLeast(FalcoVersion.V0_43)).isFalse();
    }

    @Test
    void enterEventsEndWith042() {
        assertThat(FalcoVersion.V0_41.hasEnterEvents()).isTrue();
        assertThat(FalcoVersion.V0_42.hasEnterEvents()).isFalse();
    }

    @Test
    void aRowOfATableNamesItsVersions() {
        assertThat(VersionRange.parse("")).containsExactly(FalcoVersion.values());
        assertThat(VersionRange.parse("since 0.44")).containsExactly(FalcoVersion.V0_44, FalcoVersion.V0_45);
        assertThat(VersionRange.parse("until 0.41")).containsExactly(FalcoVersion.V0_40, FalcoVersion.V0_41);
        assertThat(VersionRange.parse("0.41")).containsExactly(FalcoVersion.V0_41);
        assertThatThrownBy(() -> VersionRange.parse("since 0.39")).isInstanceOf(IllegalArgumentException.class);
    }
}
