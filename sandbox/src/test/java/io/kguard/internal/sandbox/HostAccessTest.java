// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sandbox.runtime.Pods;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who a container's root user is on the machine. */
@Isolated("it sets a property of the JVM")
@Tag("runc")
@RequiresRoot
class HostAccessTest {
    @Test
    void theRootOfAPodOwnsNothingOfTheMachine() throws IOException {
        assertThat(ownerOfPod(HostAccess.DECOY)).isGreaterThanOrEqualTo(1 << 30);
    }

    @Test
    void itIsTheMachinesForWhoAsksForThat() throws IOException {
        assertThat(ownerOfPod(HostAccess.PRIVILEGED)).isZero();
    }

    @Test
    void otherValuesOfThePropertyAreRefused() {
        assertThatThrownBy(() -> HostAccess.of("yes"))
                .hasMessage("-Dkguard.privileged=yes is not known. The only value is host: it gives pods the privileges"
                        + " of this machine's root. Without it they are confined.");
    }

    private static int ownerOfPod(HostAccess access) throws IOException {
        PodSetup setup = PodSetup.defaults().withHostAccess(access);
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                PodSandbox pod = sandbox.start(Pods.sleeping(), setup, PodListener.NONE)) {
            assertThat(Pods.bash(pod, "id -u; cat /proc/sys/kernel/ostype").stdout())
                    .isEqualTo("0\nLinux\n");
            Path process = Path.of("/proc/" + pod.container("").pid());
            return (Integer) Files.getAttribute(process, "unix:uid");
        }
    }
}
