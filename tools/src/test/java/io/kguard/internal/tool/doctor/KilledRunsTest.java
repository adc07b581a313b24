// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.ruletest.RuleTestFolder;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.sensor.TemporaryFolder;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leftovers of killed runs are listed, and files of running ones are not. */
@Tag("trust")
class KilledRunsTest {
    @TempDir
    Path state;

    @TempDir
    Path temporary;

    private Requirement requirement() {
        return KilledRuns.requirement(SimulatorOptions.configured().sandbox().withStateDirectory(state), temporary);
    }

    @Test
    void foldersOfTheDeadAreNamed() throws IOException {
        Path dead = Files.createDirectory(state.resolve("4194303-17-1"));
        Path pod = Files.createDirectory(dead.resolve("p1"));
        Files.writeString(pod.resolve("cgroup"), "/kubepods/pod0");
        Files.createDirectory(state.resolve("something else"));
        Path tests = Files.createDirectory(temporary.resolve("kguard-rule-tests-4194303-17-99"));
        Path sensor = Files.createDirectory(temporary.resolve("kguard-sensor-4194303-17-99"));

        assertThat(requirement().answer()).isInstanceOfSatisfying(Unsupported.class, left -> {
            assertThat(left.detail()).isEqualTo("3");
            assertThat(left.consequence()).isEqualTo(dead + "\n" + tests + "\n" + sensor);
            assertThat(left.fix()).contains("mvn kguard:verify removes");
        });
        assertThat(requirement().optional()).isTrue();
    }

    @Test
    void foldersOfTheLivingAreNot() throws IOException {
        try (RuleTestFolder folder = RuleTestFolder.create(temporary)) {
            assertThat(folder.file("log").getParent()).isDirectory();
            assertThat(requirement().answer()).isEqualTo(new Supported("none"));
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void theNextSensorRemovesTheFoldersOfSensors() throws IOException {
        Path dead = Files.createDirectory(temporary.resolve("kguard-sensor-4194303-17-99"));
        Files.writeString(dead.resolve("kguard-canary"), "x");
        try (TemporaryFolder living = TemporaryFolder.create(temporary, TemporaryFolder.OF_SENSOR)) {
            TemporaryFolder.create(temporary, TemporaryFolder.OF_SENSOR).close();
            assertThat(living.path()).isDirectory();
            assertThat(dead).doesNotExist();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void theNextRunOfRuleTestsRemovesTheirFolders() throws IOException {
        Path tests = Files.createDirectory(temporary.resolve("kguard-rule-tests-4194303-17-99"));
        Files.writeString(tests.resolve("log"), "x");
        Path outside = Files.createDirectory(state.resolve("outside"));
        Files.createFile(outside.resolve("kept"));
        Files.createSymbolicLink(tests.resolve("link"), outside);
        Path planted = Files.createSymbolicLink(temporary.resolve("kguard-rule-tests-4194303-17-98"), outside);

        RuleTestFolder.create(temporary).close();

        assertThat(tests).doesNotExist();
        assertThat(planted).isSymbolicLink();
        assertThat(outside.resolve("kept")).exists();
    }
}
