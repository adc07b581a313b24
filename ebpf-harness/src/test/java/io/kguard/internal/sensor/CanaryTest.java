// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A sensor that no longer sees what it should is detected. */
@RequiresRoot
@Tag("trust")
class CanaryTest {
    private static final SensorOptions SMALL = SensorOptions.defaults().withRingBytes(1 << 20);

    @ParameterizedTest
    @EnumSource(names = {"V0_40", "V0_41", "V0_45"})
    void aSensorThatSeesEverythingIsProven(FalcoVersion falco) {
        try (Sensor sensor = Sensor.open(SMALL.withFalco(falco))) {
            sensor.prove(EventSelection.state());
            sensor.prove(Calls.EVERYTHING);
            sensor.prove(EventSelection.all());
        }
    }

    static List<String> programs() {
        return Stream.concat(
                        Arrays.stream(Family.values())
                                .filter(family -> family.exists(NativeLibraries.architecture()))
                                .map(Family::program),
                        Stream.of("sched_process_exec", "sched_process_exit", "sched_process_fork", "take_arguments"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramThatIsTakenAwayIsNamed(String program) {
        try (Sensor sensor = Sensor.open(SMALL)) {
            sensor.prove(Calls.EVERYTHING);
            sensor.programs().takeAway(program);
            assertThatThrownBy(() -> sensor.prove(Calls.EVERYTHING))
                    .isInstanceOf(SensorException.class)
                    .hasMessageStartingWith(
                            "The sensor is blind: known system calls that a helper made did not come out " + "of ")
                    .hasMessageContaining(program);
        }
    }

    @Test
    void withoutTheEndOfSystemCallsNearlyAllIsSilent() {
        try (Sensor sensor = Sensor.open(SMALL)) {
            sensor.programs().takeAway("sys_exit");
            assertThatThrownBy(() -> sensor.prove(EventSelection.state()))
                    .isInstanceOf(SensorException.class)
                    .hasMessage("The sensor is blind: known system calls that a helper made did not come out of"
                            + " exit_clone, exit_descriptors, exit_exec, exit_identity, exit_memory,"
                            + " exit_messages, exit_misc, exit_mmsg, exit_open, exit_paths, exit_sockets."
                            + " Something has detached its programs or broken its maps; nothing that happened"
                            + " since can be judged. Run it again.");
        }
    }

    @Test
    void marksThatGoElsewhereAreFoundOut() {
        try (Sensor sensor = Sensor.open(SMALL);
                Sensor other = Sensor.open(SMALL)) {
            Watches elsewhere = new Watches(
                    other.programs().watchContainer(), other.programs().map("marks"));
            CallTable calls = new CallTable(FalcoVersion.CURRENT, NativeLibraries.architecture());
            try (Canary canary = new Canary(calls, elsewhere, FalcoVersion.CURRENT)) {
                assertThatThrownBy(() -> canary.prove(EventSelection.state(), sensor::observe))
                        .isInstanceOf(SensorException.class)
                        .hasMessageContaining("exit_open", "sched_process_exec");
            }
        }
    }

    @Test
    void aContainerThatNobodyWasSeenEnteringIsKnown() throws Exception {
        String id = "0a1b2c3d4e5f6978".repeat(4);
        Path cgroup = Files.createDirectories(Calls.cgroups().resolve(id));
        String enter = "echo 0 > " + cgroup + "/cgroup.procs; echo 0 > " + cgroup.getParent() + "/cgroup.procs";
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(new Recorder())) {
            observation.watchContainer(id);
            assertThat(observation.isEntered(id)).isFalse();
            sensor.programs().takeAway("cgroup_attach_task");
            try (Shell shell = Shell.waiting(enter)) {
                shell.go().await();
            }
            assertThat(observation.isEntered(id)).isFalse();
        }
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(new Recorder());
                Shell shell = Shell.waiting(enter)) {
            observation.watchContainer(id);
            shell.go().await();
            assertThat(observation.isEntered(id)).isTrue();
        } finally {
            Files.delete(cgroup);
        }
    }

    @Test
    void itsCallsReachNoSimulation() {
        Recorder recorder = new Recorder();
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(recorder)) {
            sensor.prove(EventSelection.all());
            observation.barrier();
            assertThat(recorder.all()).isEmpty();
            assertThat(observation.stats().eventsSeen()).isZero();
        }
    }

    @Test
    void itIsProvenAnewEveryTime() {
        try (Sensor sensor = Sensor.open(SMALL)) {
            assertThatCode(() -> {
                        for (int i = 0; i < 50; i++) {
                            sensor.prove(EventSelection.state());
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }
}
