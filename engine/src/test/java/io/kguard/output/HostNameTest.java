// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host in alerts has the name that Falco would find. */
class HostNameTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstVariableOfTheEnvironmentNamesIt() {
        assertThat(HostName.given(Map.of("FALCO_GRPC_HOSTNAME", "second", "FALCO_HOSTNAME", "first")::get))
                .contains("first");
        assertThat(HostName.given(Map.of("FALCO_GRPC_HOSTNAME", "second")::get)).contains("second");
        assertThat(HostName.given(Map.of("HOSTNAME", "other")::get)).isEmpty();
    }

    @Test
    void elseItIsTheMachineWithAndWithoutAConfiguration() throws IOException {
        String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        Path config = Files.writeString(folder.resolve("falco.yaml"), "stdout_output: {enabled: true}\n");

        assertThat(HostName.ofMachine()).isEqualTo(machine);
        assertThat(FalcoConfig.read(config, FalcoVersion.CURRENT, name -> null)
                        .format()
                        .hostname())
                .isEqualTo(machine);
    }
}
