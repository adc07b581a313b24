// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doctor says whether pods can be confined. */
@Tag("trust")
@RequiresRoot
class ConfinementTest {
    @TempDir
    Path temporary;

    @Test
    void aJailStartsAndLeavesNothing() {
        Requirement requirement =
                Confinement.requirement(SimulatorOptions.configured().sandbox(), temporary.resolve("run"));

        assertThat(requirement.optional()).isFalse();
        assertThat(requirement.answer()).isEqualTo(new Supported("starts"));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aJailThatDoesNotStartIsALackWithItsReason() throws IOException {
        Path broken = temporary.resolve("runc");
        Files.writeString(broken, "#!/no/such/interpreter\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        assertThat(Confinement.requirement(
                                SimulatorOptions.configured().sandbox().withRunc(broken), temporary)
                        .answer())
                .isInstanceOfSatisfying(Unsupported.class, no -> {
                    assertThat(no.detail()).contains("/no/such/interpreter");
                    assertThat(no.fix()).contains("Linux 6.1", "kguard.privileged=host");
                });
        assertThat(temporary.toFile().list()).containsExactly("runc");
    }
}
