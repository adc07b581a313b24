// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatCommandTest {
    @Test
    void aNameIsOneWordOfTheShell() {
        assertThat(RepeatCommand.derive("Terminal shell"))
                .isEqualTo("mvn kguard:derive -Dkguard.rule=\"Terminal shell\"");
        assertThat(RepeatCommand.derive("It's $HOME"))
                .as("in single quotes the shell leaves $ as it is")
                .isEqualTo("mvn kguard:derive -Dkguard.rule='It'\\''s $HOME'");
    }
}
