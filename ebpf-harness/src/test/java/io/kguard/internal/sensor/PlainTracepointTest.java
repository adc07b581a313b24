// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.SensorStats.LossCause;
import io.kguard.requirement.RequiresRoot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the sensor does on kernels that stop programs for another task: since Linux 7.0. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class PlainTracepointTest {
    private static final RunningKernel STOPPING = new RunningKernel("7.0.0");

    @RequiresRoot
    @Test
    void programsOfTheOtherTypeSeeTheSame(@TempDir Path directory) throws Exception {
        try (Sensor sensor = Sensor.open(SensorOptions.defaults(), STOPPING)) {
            assertThatCode(() -> sensor.prove(Calls.EVERYTHING)).doesNotThrowAnyException();
            Recorder recorder = new Recorder();
            try (Observation observation = sensor.observe(recorder, Calls.EVERYTHING)) {
                Process process = Calls.start("extremes", directory);
                observation.watchProcess(process.pid(), false);
                Calls.go(process);
                observation.barrier();

                assertThat(observation.stats().eventsLost()).isZero();
                assertThat(recorder.all()).anyMatch(copy -> copy.type().equals("renameat2"));
            }
        }
    }

    @RequiresRoot
    @Test
    void aProcessIsSeenFromItsForkToItsExit() throws Exception {
        Recorder recorder = new Recorder();
        try (Sensor sensor = Sensor.open(SensorOptions.defaults(), STOPPING);
                Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting("(exec /bin/false) || cd /")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            observation.barrier();

            Recorder.Copy program = recorder.one(
                    "execve",
                    event -> event.number("res") == 0 && event.text("filename").equals("/bin/false"));
            long child = program.tid();
            assertThat(program.number("ptid")).isEqualTo(shell.pid()).isNotEqualTo(child);
            assertThat(program.text("comm")).isEqualTo("false");
            assertThat(recorder.all())
                    .filteredOn(event -> event.tid() == child)
                    .first()
                    .satisfies(event -> {
                        assertThat(event.type()).isIn("clone", "fork", "vfork");
                        assertThat(event.number("res")).isZero();
                        assertThat(event.number("ptid")).isEqualTo(shell.pid());
                    });
            assertThat(recorder.one("procexit", event -> event.tid() == child).number("ret"))
                    .isEqualTo(1);
            assertThat(observation.stats().eventsLost()).isZero();
        }
    }

    @Test
    void aRunThatTheKernelLeftOutIsALossOfThoseWhoWereThere() {
        AtomicLong missed = new AtomicLong(7);
        ByteBuffer memory = ByteBuffer.allocateDirect(Layout.SIMULATION * Layout.MAX_SIMULATIONS)
                .order(ByteOrder.LITTLE_ENDIAN);
        Simulations simulations = new Simulations(memory, missed::get);
        Observation before = observation(simulations);
        missed.addAndGet(3);
        Observation after = observation(simulations);

        assertThat(before.stats().lost(LossCause.BUSY)).isEqualTo(3);
        assertThat(before.stats().describeLosses()).contains("3 met a sensor that was busy");
        assertThat(after.stats().eventsLost()).isZero();
    }

    @SuppressWarnings("NullAway") // nothing is watched
    private static Observation observation(Simulations simulations) {
        return new Observation(
                new Recorder(),
                Calls.EVERYTHING,
                FalcoVersion.CURRENT,
                simulations,
                null,
                null,
                new BlindSpots(KernelHelpers.ofMachine()));
    }
}
