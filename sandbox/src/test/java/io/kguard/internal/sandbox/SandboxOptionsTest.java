// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.RunningKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SandboxOptionsTest {
    @Test
    void podsAreOnATmpfsOnlyWhereThatMapsIds() {
        assertThat(SandboxOptions.stateDirectory(new RunningKernel("6.1.0-50-amd64")))
                .isEqualTo(Path.of("/var/lib/kguard"));
        assertThat(SandboxOptions.stateDirectory(new RunningKernel("6.3.0"))).isEqualTo(Path.of("/run/kguard"));
    }
}
