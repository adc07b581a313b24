// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventType;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.internal.sensor.SensorStats.LossCause;
import io.kguard.requirement.RequiresRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was recorded arrives, and what was not recorded is known. */
@RequiresRoot
class CompletenessTest {
    private static final SensorOptions SMALL = SensorOptions.defaults().withRingBytes(1 << 20);

    @Test
    void eventsThatDidNotFitAreCountedWithTheirTypes() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        EventConsumer slow = event -> awaitQuietly(released);
        try (Sensor sensor = Sensor.open(SMALL.withRingBytes(4096));
                Observation observation = sensor.observe(slow);
                Shell shell = Shell.waiting("for n in 1 2 3 4 5; do (cd /; cd /tmp); done")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            released.countDown();
            observation.barrier();
            SensorStats stats = observation.stats();
            assertThat(stats.lost(LossCause.RING_FULL)).isPositive();
            assertThat(stats.eventsLost()).isPositive();
            assertThat(stats.lostTypes()).isNotEmpty();
            assertThat(stats.describeLosses())
                    .startsWith("Of the simulation's events ")
                    .contains("did not fit into the ring buffer", "types: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "absent-page, PAGE_FAULT, write",
        "long-string, STRING_CUT, memfd_create",
        "deep-directory, UNREADABLE_PATH, execve"
    })
    void partsThatCanNotBeRecordedAreCountedByCause(String name, LossCause cause, String type, @TempDir Path directory)
            throws Exception {
        Recorder recorder = new Recorder();
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(recorder)) {
            Process process = Calls.start(name, directory);
            observation.watchProcess(process.pid(), false);
            Expectation expectation = Expectation.parse(Calls.go(process).get(0));
            observation.barrier();
            SensorStats stats = observation.stats();
            assertThat(stats.losses()).containsOnlyKeys(cause);
            assertThat(stats.lostTypes()).extracting(EventType::name).contains(type);
            assertThat(stats.describeLosses()).contains(cause.clause(), "(types: ", type);
            assertThat(recorder.of(expectation.type()))
                    .anySatisfy(
                            copy -> assertThat(expectation.differences(copy)).isEmpty());
        }
    }

    /** Two seconds of 200,000 events each, while nobody reads. */
    @Test
    void theRingHoldsABurst() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        EventConsumer slow = event -> awaitQuietly(released);
        try (Sensor sensor = Sensor.open(SensorOptions.defaults());
                Observation observation = sensor.observe(slow);
                Shell shell = Shell.waiting("i=0; while [ $i -lt 70000 ]; do : < /etc/passwd; i=$((i+1)); done")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            released.countDown();
            observation.barrier();
            SensorStats stats = observation.stats();
            assertThat(stats.eventsSeen()).isGreaterThan(400_000);
            assertThat(stats.losses()).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBarrierComesAfterEverythingBeforeItUnderLoad() throws Exception {
        try (Sensor sensor = Sensor.open(SensorOptions.defaults());
                Observation busy = sensor.observe(event -> {});
                Shell one = Shell.waiting("while true; do cd /; done");
                Shell two = Shell.waiting("while true; do cd /; done")) {
            busy.watchProcess(one.pid(), false);
            busy.watchProcess(two.pid(), false);
            one.go();
            two.go();
            for (int i = 0; i < 50; i++) {
                Recorder recorder = new Recorder();
                try (Observation observation = sensor.observe(recorder);
                        Shell shell = Shell.waiting("cd /usr")) {
                    observation.watchProcess(shell.pid(), false);
                    shell.go().await();
                    observation.barrier();
                    assertThat(recorder.of("chdir")).hasSize(1);
                    assertThat(recorder.of("procexit")).hasSize(1);
                }
            }
            assertThat(busy.stats().eventsLost()).isZero();
        }
    }

    @Test
    void aBarrierBehindAConsumerThatIsStuckFails() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (Sensor sensor = Sensor.open(SMALL.withBarrierTimeout(Duration.ofMillis(200)));
                Observation observation = sensor.observe(event -> awaitQuietly(released));
                Shell shell = Shell.waiting("true")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            assertThatThrownBy(observation::barrier)
                    .isInstanceOf(SensorException.class)
                    .hasMessageFindingMatch("After \\d+ ms the barrier had not passed");
            released.countDown();
        }
    }

    @Test
    void whatAConsumerThrowsIsToldByItsBarrierAndHarmsNobodyElse() throws Exception {
        EventConsumer broken = event -> {
            throw new IllegalStateException("a broken rule");
        };
        Recorder recorder = new Recorder();
        try (Sensor sensor = Sensor.open(SMALL);
                Observation failing = sensor.observe(broken);
                Observation sound = sensor.observe(recorder);
                Shell first = Shell.waiting("true");
                Shell second = Shell.waiting("cd /")) {
            failing.watchProcess(first.pid(), false);
            sound.watchProcess(second.pid(), false);
            first.go().await();
            second.go().await();
            assertThatThrownBy(failing::barrier)
                    .isInstanceOf(SensorException.class)
                    .hasMessageContaining("a broken rule");
            sound.barrier();
            assertThat(recorder.of("chdir")).hasSize(1);
        }
    }

    @Test
    void selectionLeavesOutWhatNeitherRulesNorStateNeed() throws Exception {
        Recorder recorder = new Recorder();
        BitSet codes = new BitSet();
        codes.set(EventCodes.MKDIR_X);
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(recorder, EventSelection.of(codes, codes));
                Shell shell =
                        Shell.waiting("mkdir /tmp/kguard-sel; chmod 700 /tmp/kguard-sel; rmdir /tmp/kguard-sel")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            observation.barrier();
            assertThat(recorder.of("mkdir")).hasSize(1);
            assertThat(recorder.of("execve")).isNotEmpty();
            assertThat(recorder.of("openat")).isNotEmpty();
            assertThat(recorder.of("fchmodat")).isEmpty();
            assertThat(recorder.of("read")).isEmpty();
        }
    }

    @Test
    void theStateBeforeComesBeforeTheEvents() throws Exception {
        StringBuilder order = new StringBuilder();
        Recorder recorder = new Recorder();
        EventConsumer consumer = new EventConsumer() {
            @Override
            public void begin(ProcScan scan) {
                order.append('b');
                recorder.begin(scan);
            }

            @Override
            public void accept(Event event) {
                order.append('e');
            }
        };
        try (Sensor sensor = Sensor.open(SMALL);
                Observation observation = sensor.observe(consumer);
                Shell shell = Shell.waiting("cd /")) {
            observation.watchProcess(shell.pid(), false);
            shell.go().await();
            observation.barrier();
            assertThat(order.toString()).matches("be+");
            assertThat(recorder.scans().get(0).entries())
                    .filteredOn(
                            entry -> entry instanceof ProcessEntry process && process.number(Part.TID) == shell.pid())
                    .singleElement()
                    .satisfies(entry -> {
                        ProcessEntry process = (ProcessEntry) entry;
                        assertThat(process.text(Part.COMM)).isEqualTo("sh");
                        assertThat(process.text(Part.EXE)).isEqualTo("/bin/sh");
                        assertThat(process.text(Part.ARGS)).isEqualTo("-c\0read go; cd /\0");
                        assertThat(process.int32(Part.UID)).isZero();
                    });
        }
    }

    @Test
    void aSensorLeavesNothingBehind() throws Exception {
        long before = openDescriptors();
        for (int i = 0; i < 3; i++) {
            try (Sensor sensor = Sensor.open(SMALL)) {
                sensor.observe(new Recorder());
            }
        }
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("kguard-sensor");
    }

    /**
     * The descriptors of a sensor: maps, programs, links, and the one that wakes its thread. The JVM opens others at
     * any time.
     */
    private static long openDescriptors() {
        Proc self = Proc.process(ProcessHandle.current().pid());
        return self.numbers("fd").stream()
                .map(fd -> self.link("fd/" + fd))
                .filter(link -> link.contains("bpf") || link.contains("eventfd"))
                .count();
    }
}
