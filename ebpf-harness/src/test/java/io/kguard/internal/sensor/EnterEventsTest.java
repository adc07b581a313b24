// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.requirement.RequiresRoot;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under Falco 0.40 each system call also has an enter event. */
@RequiresRoot
class EnterEventsTest {
    private static Sensor sensor;

    @BeforeAll
    static void open() {
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(8 << 20).withFalco(FalcoVersion.V0_40));
    }

    @AfterAll
    static void close() {
        sensor.close();
    }

    static List<String> cases() throws Exception {
        return Calls.cases();
    }

    /** The recorder checks that every event has the parameters of its table, in their sizes. */
    @ParameterizedTest
    @MethodSource("cases")
    void everyExitFollowsItsEnter(String name, @TempDir Path directory) throws Exception {
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder)) {
            Process process = Calls.start(name, directory);
            observation.watchProcess(process.pid(), false);
            Calls.go(process);
            observation.barrier();
            Map<Long, Integer> last = new HashMap<>();
            int pairs = 0;
            for (Recorder.Copy event : recorder.all()) {
                boolean isExit = (event.code() & 1) != 0;
                if (isExit && last.containsKey(event.tid()) && !isChildOrExec(event)) {
                    // Each message of sendmmsg and recvmmsg has its own event.
                    assertThat(last.get(event.tid())).as(event.toString()).isIn(event.code() - 1, event.code());
                    pairs++;
                }
                last.put(event.tid(), event.code());
            }
            assertThat(pairs).isPositive();
            assertThat(observation.stats().blindSpots())
                    .extracting(BlindSpot::cause)
                    .doesNotContain(BlindSpot.Cause.ARGUMENTS_CHANGED);
            assertThat(observation.stats().eventsLost()).isZero();
        }
    }

    private static boolean isChildOrExec(Recorder.Copy event) {
        return event.type().equals("execve")
                || ((event.type().contains("clone") || event.type().contains("fork")) && event.number("res") == 0);
    }

    @Test
    void ofARuntimeOnlyTheCallsOfFcntlThatCopyADescriptorAreRecorded(@TempDir Path directory) throws Exception {
        assertThat(callsOfFcntl(directory, false)).isEqualTo(6);
        assertThat(callsOfFcntl(directory, true)).isEqualTo(2);
    }

    private static int callsOfFcntl(Path directory, boolean stateOnly) throws Exception {
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder)) {
            Process process = Calls.start("copies", directory);
            observation.watchProcess(process.pid(), stateOnly);
            Calls.go(process);
            observation.barrier();
            return recorder.of("fcntl").size();
        }
    }

    @Test
    void enterEventsCarryWhatWasAskedFor() throws Exception {
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder);
                Shell shell =
                        Shell.waiting("mkdir -m 750 /tmp/kguard-enter; rmdir /tmp/kguard-enter; exec /bin/true")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            observation.barrier();
            assertThat(recorder.of("execve"))
                    .filteredOn(event -> event.code() == 292)
                    .last()
                    .satisfies(event -> assertThat(event.text("filename")).isEqualTo("/bin/true"));
            assertThat(recorder.of("mkdir"))
                    .filteredOn(event -> event.code() == 276)
                    .singleElement()
                    .satisfies(event -> assertThat(event.number("mode")).isEqualTo(0750));
        }
    }
}
