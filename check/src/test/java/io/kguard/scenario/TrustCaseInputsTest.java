// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that once ended in an exception, or reached the machine: each ends in a message with its position. */
@Tag("trust")
@RequiresShared
class TrustCaseInputsTest {
    private static final Path CASES = Shared.path("trust-cases");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            input/n-container-null.yaml | :6:25: a member of "containers" has no value
            input/n-containers-null.yaml | :6:23: "containers" has no value
            input/scenario-1-10052.bin | "containers" has no value
            input/scenario-2-9310.bin | "containers" has no value
            second/input/pods-deployment/dep.yaml | :5:11: a member of "pods" is a Pod, not a Deployment
            second/false-green/poststart-never-runs.yaml | :14:82: spec.containers[0].securityContext.appArmorProfile.local
            confinement/i-hostname-unix.yaml | :4:166: spec.hostname has control characters in it
            confinement/scenario-hostname-newline-touches-host.yaml | spec.hostname has control characters in it
            confinement/scenario-hostpath-tab-mounts-host-tmp.yaml | spec.volumes[0].hostPath.path has control characters
            """)
    void endsInAMessageWithItsPlace(String file, String message) {
        ScenarioException e =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(CASES.resolve(file)));
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).contains(CASES.resolve(file) + ":").contains(message);
    }

    @Test
    void aConfigurationThatIsNoUtf8EndsInAMessage() {
        FalcoConfigException e = catchThrowableOfType(
                FalcoConfigException.class,
                () -> FalcoConfig.read(CASES.resolve("input/config-1-35.bin"), FalcoVersion.CURRENT));
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).contains("config-1-35.bin:7:11: the text is not UTF-8");
    }
}
