// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.Step;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests in the format of Atomic Red Team become scenarios that show which rules fire. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class AtomicImportTest {
    private static final Path ATOMICS = Path.of("src/test/resources/atomics");

    @TempDir
    Path folder;

    @Test
    void eachTestBecomesAScenarioOrHasAReason() throws Exception {
        AtomicImport imported = AtomicImport.run(ATOMICS, folder, AtomicImport.BASE);
        assertThat(imported.written())
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "atomic-t1552-001-1.yaml",
                        "atomic-t1552-001-4.yaml",
                        "atomic-t1552-001-6.yaml",
                        "atomic-t1552-001-8.yaml");
        assertThat(imported.foreign()).isEqualTo(1);
        assertThat(imported.refused())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("its executor is manual; kguard runs sh and bash"),
                        line -> assertThat(line).endsWith("its input argument host has no default"),
                        line -> assertThat(line)
                                .contains("T1552.001.yaml:")
                                .endsWith("only a shell can tell the words of: kubectl get secrets | wc -l"),
                        line -> assertThat(line).contains("it mixes kubectl with other programs"),
                        line -> assertThat(line).endsWith("kubectl reads src/pod.yaml, a file of the atomics' folder"));
        assertThat(imported.lines())
                .element(0)
                .isEqualTo("4 scenarios were written. 1 test is for other platforms. 5 tests can't be imported:");
    }

    @Test
    void aScenarioIsWhatTheTestDoes() throws Exception {
        AtomicImport imported = AtomicImport.run(ATOMICS, folder, AtomicImport.BASE);
        Scenario first = scenario(imported.written().get(0));
        assertThat(first.kind()).isEqualTo(Scenario.Kind.UNPROVEN);
        assertThat(first.techniques()).containsExactly("T1552.001");
        assertThat(first.steps())
                .extracting(Step::toString)
                .containsExactly(
                        "exec in atomic: sh -c (\ntest -d /home/app\n) || (\nmkdir -p /home/app\n)",
                        "exec in atomic: sh -c grep -ri aws_access_key_id /home/app",
                        "exec in atomic: sh -c rm -f /tmp/found");
        assertThat(scenario(imported.written().get(3)).steps())
                .as("arguments are filled in, quotes are kept together, and kubectl is there")
                .extracting(Step::toString)
                .containsExactly("kubectl run shell --image=busybox -- sh -c id && id app");
        assertThat(scenario(imported.written().get(2)).steps())
                .extracting(Step::toString)
                .containsExactly(
                        "kubectl get secrets -n default", "kubectl delete secret left over --ignore-not-found");
    }

    @Test
    void theCommandsRunInAnImageOfTheUsersChoice() throws Exception {
        AtomicImport imported = AtomicImport.run(ATOMICS, folder, "docker.io/library/ubuntu:24.04");
        assertThat(scenario(imported.written().get(0)).pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getSpec().getContainers())
                        .extracting(Container::getImage)
                        .containsExactly("docker.io/library/ubuntu:24.04"));
    }

    /** Files that tests name are in the pod before the first step, whatever bytes they have, and what tests make has its folder. */
    @Test
    @RequiresRoot
    void filesOfTheAtomicsFolderAreInThePod() throws Exception {
        Path atomics = atomicsWithFiles("PathToAtomicsFolder/T1003/src/look.sh");
        AtomicImport imported = AtomicImport.run(atomics, folder.resolve("into"), AtomicImport.BASE);
        assertThat(imported.refused()).isEmpty();
        assertFires(
                "Looked",
                "evt.type = execve and proc.args contains \"found it, in a pod\"",
                imported.written().get(0));
    }

    /** An atomic is somebody else's file. It gets no file but those of the folder that is imported. */
    @Test
    void noOtherFileIsRead() throws Exception {
        Files.writeString(folder.resolve("secret"), "of this machine");
        for (String named : List.of(
                "PathToAtomicsFolder/../../secret",
                "PathToAtomicsFolder/../../../../../../etc/hostname",
                "PathToAtomicsFolder/T1003/src/link")) {
            Path atomics = atomicsWithFiles(named);
            AtomicImport imported = AtomicImport.run(atomics, folder.resolve("into"), AtomicImport.BASE);
            assertThat(imported.written()).as(named).isEmpty();
            assertThat(imported.refused())
                    .singleElement()
                    .asString()
                    .containsAnyOf("which is outside of what is imported", "is a link to");
        }
        // the folder of one technique alone: what stands beside it is not imported
        Path atomics = atomicsWithFiles("PathToAtomicsFolder/beside");
        assertThat(AtomicImport.run(atomics.resolve("T1003"), folder.resolve("into"), AtomicImport.BASE)
                        .refused())
                .singleElement()
                .asString()
                .contains("which is outside of what is imported");
    }

    private Path atomicsWithFiles(String named) throws IOException {
        Path atomics = folder.resolve("atomics");
        Path source = Files.createDirectories(atomics.resolve("T1003/src"));
        Files.writeString(atomics.resolve("beside"), "x");
        Files.writeString(source.resolve("look.sh"), "#!/bin/sh\n/bin/echo \"found it, in $1\"\n");
        Files.deleteIfExists(source.resolve("link"));
        Files.createSymbolicLink(source.resolve("link"), folder.resolve("secret"));
        Files.writeString(atomics.resolve("T1003/T1003.yaml"), """
                attack_technique: T1003
                atomic_tests:
                  - name: looks
                    supported_platforms: [linux]
                    input_arguments: {script: {default: NAMED}}
                    executor: {name: sh, command: "$PathToAtomicsFolder/T1003/bin/made 'a pod' || #{script} 'a pod'"}
                """.replace("NAMED", named));
        return atomics;
    }

    @Test
    @RequiresRoot
    void itShowsWhichRulesFire() throws Exception {
        AtomicImport imported = AtomicImport.run(ATOMICS, folder, AtomicImport.BASE);
        assertFires(
                "Credentials searched",
                "evt.type = execve and proc.name = grep and proc.args contains aws_access_key",
                imported.written().get(0));
    }

    @Test
    void whatIsNoAtomicIsRefusedAndNothingIsWritten() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThatThrownBy(() -> AtomicImport.run(other, folder.resolve("into"), AtomicImport.BASE))
                .isInstanceOf(AtomicException.class)
                .hasMessageContaining("holds no atomic");
        Files.writeString(other.resolve("T1003.yaml"), "atomic_tests: [{executor: {}}]");
        assertThatThrownBy(() -> AtomicImport.run(other, folder.resolve("into"), AtomicImport.BASE))
                .isInstanceOf(AtomicException.class)
                .hasMessageContaining("T1003.yaml:1:1: an atomic has no \"attack_technique\"")
                .hasMessageContaining("a test has no \"name\"");
        assertThat(folder.resolve("into")).doesNotExist();
    }

    /** The largest files that are taken make a scenario that loads, and one byte more is refused. */
    @Test
    void whatIsTakenLoads() throws Exception {
        Path atomics = atomicsWithFiles("PathToAtomicsFolder/T1003/src");
        Path source = atomics.resolve("T1003/src");
        Files.delete(source.resolve("link"));
        for (int file = 0; file < 3; file++) {
            Files.write(source.resolve("large" + file), new byte[48 << 10]);
        }
        AtomicImport imported = AtomicImport.run(atomics, folder.resolve("into"), AtomicImport.BASE);
        assertThat(imported.refused()).isEmpty();
        assertThat(scenario(imported.written().get(0)).pods().get(0).getSpec().getInitContainers())
                .hasSize(2);

        Files.write(source.resolve("large0"), new byte[(48 << 10) + 1]);
        assertThat(AtomicImport.run(atomics, folder.resolve("into"), AtomicImport.BASE)
                        .refused())
                .singleElement()
                .asString()
                .endsWith("which is larger than 48 KiB");
        Files.write(source.resolve("large0"), new byte[48 << 10]);
        Files.write(source.resolve("large3"), new byte[48 << 10]);
        assertThat(AtomicImport.run(atomics, folder.resolve("into"), AtomicImport.BASE)
                        .refused())
                .singleElement()
                .asString()
                .endsWith("at most 20, and 150 KiB in all");
    }

    private static void assertFires(String rule, String condition, Path scenario) {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .loadText("rules.yaml", """
                        - rule: NAME
                          desc: d
                          condition: CONDITION
                          output: found
                          priority: INFO
                        """.replace("NAME", rule).replace("CONDITION", condition)),
                EngineOptions.of(FalcoVersion.CURRENT));
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured())) {
            Detections detections = simulator.run(scenario(scenario), rules);
            assertThat(detections.doubts()).isEmpty();
            assertThat(detections.firedRules()).containsExactly(rule);
        }
    }

    private static Scenario scenario(Path file) {
        List<Scenario> read = ScenarioReader.read(file);
        assertThat(read).hasSize(1);
        return read.get(0);
    }
}
