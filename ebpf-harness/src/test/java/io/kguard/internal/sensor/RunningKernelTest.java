// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningKernelTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-50-amd64, true",
        "6.2, true",
        "6.3.0, false",
        "6.12.117+deb13-amd64, false",
        "7.2.12, false",
        "5.14, true"
    })
    void versionsAreNumbersAndNotText(String release, boolean isBefore) {
        assertThat(new RunningKernel(release).isBefore(6, 3)).isEqualTo(isBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "6", "99999999999.1"})
    void aVersionThatCanNotBeReadIsJudgedByNothing(String release) {
        RunningKernel kernel = new RunningKernel(release);

        assertThat(kernel.isTooOld()).isFalse();
        assertThat(kernel.isOlderThanTried()).isFalse();
        assertThat(kernel.isNewerThanTried()).isFalse();
    }

    @Test
    void aKernelThatLacksWhatTheSensorNeedsIsTooOld() {
        assertThat(new RunningKernel("5.13.19").isTooOld()).isTrue();
        assertThat(new RunningKernel("5.13.19").lack())
                .isEqualTo("it has no BPF programs of the type syscall (Linux 5.14)");
        assertThat(new RunningKernel("5.10.0-32-amd64").lack()).contains("task storage");
        assertThat(new RunningKernel("5.14.0-427.el9.x86_64").isTooOld()).isFalse();
    }

    @Test
    void theTriedOnesAreNoNewsAndOthersAre() {
        assertThat(new RunningKernel("6.0.9").isOlderThanTried()).isTrue();
        assertThat(new RunningKernel("6.1.0").isOlderThanTried()).isFalse();
        assertThat(new RunningKernel("7.2.99").isNewerThanTried()).isFalse();
        assertThat(new RunningKernel("7.3.4").isNewerThanTried()).isTrue();
        assertThat(RunningKernel.TRIED).isEqualTo("6.1 to 7.2");
    }

    @Test
    void programsAreStoppedSinceLinux7() {
        assertThat(new RunningKernel("6.19.14+deb13-amd64").stopsPrograms()).isFalse();
        assertThat(new RunningKernel("7.0.4").stopsPrograms()).isTrue();
        assertThat(new RunningKernel("unknown").stopsPrograms()).isFalse();
    }

    @Test
    void onlyKernelsThatShowTheirCopiesOfPathsLackNothing() {
        assertThat(new RunningKernel("6.1.0").weaknesses()).isEmpty();
        assertThat(new RunningKernel("6.19.14").weaknesses()).isEmpty();
        assertThat(new RunningKernel("7.0.4").weaknesses())
                .singleElement()
                .asString()
                .contains("copies of paths");
        assertThat(new RunningKernel("5.15.0").weaknesses()).hasSize(2);
    }
}
