// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of untrusted contributors that once reached the machine. */
@Tag("trust")
@RequiresRoot
@RequiresShared
class ConfinementCasesTest {
    /** Any folder of the machine that the cases name. */
    private static final Path OUTSIDE = Path.of("/tmp/kguard-outside");

    private static final Path SECRET = Path.of("/tmp/kguard-outside.txt");
    private static final List<Path> SETTINGS = List.of(
            Path.of("/proc/sys/kernel/core_pattern"),
            Path.of("/proc/sys/kernel/modprobe"),
            Path.of("/proc/self/cgroup"));

    private Map<String, String> before = Map.of();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("trust-cases/confinement"))) {
            return files.sorted().toList().stream();
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(OUTSIDE);
        Files.writeString(SECRET, "TOPSECRET-HOST\n");
        Files.writeString(OUTSIDE.resolve("inner.txt"), "TOPSECRET-HOST\n");
        Files.writeString(OUTSIDE.resolve("victim.txt"), "unharmed\n");
        before = look();
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(OUTSIDE)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.delete(SECRET);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesNothing(Path scenario) throws IOException {
        TrustedRun.Outcome outcome = TrustedRun.of(
                Shared.path("trust-cases/false-green/rules.yaml"), scenario, SimulatorOptions.configured());

        assertThat(outcome.words())
                .as(scenario.getFileName().toString())
                .doesNotContain("TOPSECRET-HOST", "WRITABLE", "RAWDISK", "TRACEFS", "MOVED-PIDS", "MOVED-MEM");
        assertThat(outcome.green()).isFalse();
        assertThat(look()).isEqualTo(before);
    }

    /** The content of the files outside and of the machine's settings. */
    private static Map<String, String> look() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(OUTSIDE)) {
            for (Path file : files.toList()) {
                found.put(file.toString(), Files.isRegularFile(file) ? Files.readString(file) : "");
            }
        }
        for (Path setting : SETTINGS) {
            found.put(setting.toString(), Files.exists(setting) ? Files.readString(setting) : "not there");
        }
        return found;
    }
}
