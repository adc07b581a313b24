// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded system call in its variants: each parameter of its event is what the program did. */
@RequiresRoot
class SystemCallTest {
    private static Sensor sensor;

    @BeforeAll
    static void open() {
        sensor = Sensor.open(SensorOptions.defaults().withRingBytes(8 << 20));
    }

    @AfterAll
    static void close() {
        sensor.close();
    }

    static List<String> cases() throws IOException {
        return Calls.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eventsAreWhatTheProgramDid(String name, @TempDir Path directory) throws Exception {
        Recorder recorder = new Recorder();
        try (Observation observation = sensor.observe(recorder, Calls.EVERYTHING)) {
            Process process = Calls.start(name, directory);
            observation.watchProcess(process.pid(), false);
            List<String> lines = Calls.go(process);
            observation.barrier();
            assertThat(lines).isNotEmpty();
            assertThat(mismatches(recorder, lines)).isEmpty();
            assertThat(observation.stats().eventsLost()).isZero();
        }
    }

    @Test
    void everyRecordedTypeHasACase(@TempDir Path directory) throws Exception {
        Set<String> covered = new TreeSet<>();
        for (String name : cases()) {
            Path own = Files.createDirectory(directory.resolve(name));
            Calls.go(Calls.start(name, own))
                    .forEach(line -> covered.add(Expectation.parse(line).type()));
        }
        Set<String> recorded = Sensor.recordableTypes(FalcoVersion.CURRENT).stream()
                .map(EventType::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).containsAll(recorded);
    }

    /** The events of a type meet its expectations in order. Other events between them are ignored. */
    private static List<String> mismatches(Recorder recorder, List<String> lines) {
        Map<String, Deque<Recorder.Copy>> events = new HashMap<>();
        recorder.all()
                .forEach(copy -> events.computeIfAbsent(copy.type(), type -> new ArrayDeque<>())
                        .add(copy));
        List<String> mismatches = new ArrayList<>();
        for (String line : lines) {
            Expectation expectation = Expectation.parse(line);
            Deque<Recorder.Copy> candidates = events.getOrDefault(expectation.type(), new ArrayDeque<>());
            List<Recorder.Copy> passed = new ArrayList<>(candidates);
            String nearest = "there is no further event of the type";
            int fewest = Integer.MAX_VALUE;
            boolean met = false;
            while (!candidates.isEmpty() && !met) {
                List<String> differences = expectation.differences(candidates.poll());
                met = differences.isEmpty();
                if (differences.size() < fewest) {
                    fewest = differences.size();
                    nearest = String.join("; ", differences);
                }
            }
            if (!met) {
                candidates.addAll(passed); // go on with the others
                mismatches.add(line + "\n    nearest event: " + nearest);
            }
        }
        return mismatches;
    }
}
