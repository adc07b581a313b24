// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapWriter;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.EventConsumer;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.internal.sensor.Observation;
import io.kguard.internal.sensor.ProcScan;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.sensor.SensorOptions;
import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Falco's library reads the sensor's recording of the system-call conformance suite. */
@RequiresRoot
@RequiresReference
class SystemCallReferenceTest {
    private static final String SUITE = "../ebpf-harness/target/test-classes/io/kguard/internal/sensor/"
            + (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64") + "/calls";

    @TempDir
    Path folder;

    @Test
    void theLibraryReadsEveryCaseAsKguardDoes() throws Exception {
        List<String> cases = output(new ProcessBuilder(SUITE, "--list").start());
        List<String> differences = new ArrayList<>();
        try (Sensor sensor = Sensor.open(SensorOptions.defaults().withFalco(FalcoVersion.V0_40))) {
            for (String name : cases) {
                Path recording = folder.resolve(name + ".scap");
                record(sensor, name, recording);
                RecordingReference.differences(recording).forEach(text -> differences.add(name + ": " + text));
            }
        }
        assertThat(cases).hasSizeGreaterThan(30);
        assertThat(differences).isEmpty();
    }

    private void record(Sensor sensor, String name, Path recording) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve(name));
        try (ScapWriter writer = ScapWriter.create(recording);
                Observation observation = sensor.observe(new Writing(writer), everything())) {
            Process process = new ProcessBuilder(SUITE, name, own.toString()).start();
            observation.watchProcess(process.pid(), false);
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            output(process);
            observation.barrier();
            assertThat(observation.stats().describeLosses()).as(name).isEmpty();
        }
    }

    /** Including the events that are recorded only on request. */
    private static EventSelection everything() {
        BitSet codes = new BitSet();
        codes.set(EventCodes.SWITCH_E);
        codes.set(EventCodes.PAGE_FAULT_E);
        return EventSelection.all().and(EventSelection.of(codes, codes));
    }

    private static List<String> output(Process process) throws IOException, InterruptedException {
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** Writes the initial state, and then every event. */
    private record Writing(ScapWriter writer) implements EventConsumer {
        @Override
        public void begin(ProcScan scan) {
            scan.entries().forEach(writer::entry);
        }

        @Override
        public void accept(Event event) {
            try {
                writer.write(event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
