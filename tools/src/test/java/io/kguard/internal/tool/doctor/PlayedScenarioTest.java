// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.sensor.SensorOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Doctor says yes only if the sensor recorded and a scenario passed. */
@Tag("trust")
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class PlayedScenarioTest {
    private static final KernelSupport READY = support(new Supported("records"));

    @TempDir
    Path temporary;

    private static KernelSupport support(Answer sensor) {
        return new KernelSupport(List.of(new Requirement(LoadedSensor.NAME, false, sensor)));
    }

    private SimulatorOptions options() {
        SandboxOptions sandbox = SimulatorOptions.configured().sandbox().withStateDirectory(temporary.resolve("run"));
        return SimulatorOptions.configured().withSandbox(sandbox);
    }

    @Test
    @RequiresRoot
    void aMachineThatRunsRuleTestsPasses() {
        assertThat(LoadedSensor.answer(SensorOptions.defaults()))
                .isInstanceOfSatisfying(
                        Supported.class,
                        yes -> assertThat(yes.detail()).startsWith("all its programs load and record ("));
        assertThat(PlayedScenario.answer(READY, options()))
                .isInstanceOfSatisfying(
                        Supported.class,
                        yes -> assertThat(yes.detail()).matches("passes, with \\d+ events \\(\\d+\\.\\d s\\)"));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @RequiresRoot
    void aSensorWhoseEventsDoNotComeInTimeIsALack() {
        assertThat(LoadedSensor.answer(SensorOptions.defaults().withBarrierTimeout(Duration.ZERO)))
                .isInstanceOf(Unsupported.class);
    }

    @Test
    @RequiresRoot
    void aRuntimeThatStartsNothingIsALack() throws IOException {
        Path broken = Files.writeString(temporary.resolve("runc"), "#!/bin/sh\nexit 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        SimulatorOptions options = options();

        assertThat(PlayedScenario.answer(
                        READY, options.withSandbox(options.sandbox().withRunc(broken))))
                .isInstanceOf(Unsupported.class);
    }

    @Test
    void nothingIsPlayedWithoutASensor() {
        assertThat(PlayedScenario.answer(support(new CouldNotTell("not root", "c", "f")), options()))
                .isInstanceOf(CouldNotTell.class);
        assertThat(PlayedScenario.answer(new KernelSupport(List.of()), options()))
                .isInstanceOf(CouldNotTell.class);
        assertThat(PlayedScenario.answer(
                        READY.with(new Requirement("runc", false, new Unsupported("none", "c", "f"))), options()))
                .isInstanceOf(CouldNotTell.class);
        assertThat(temporary).isEmptyDirectory();
    }
}
