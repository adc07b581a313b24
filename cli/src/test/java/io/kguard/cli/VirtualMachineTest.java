// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** The option {@code --vm}. */
@Tag("trust")
class VirtualMachineTest {
    private static final int FAILED = 1;
    private static final int NOT_JUDGED = 2;
    private static final int WRONG_USE = 64;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.in(folder);
    }

    /** The variable KGUARD_TEST_KERNEL names a kernel. */
    @Test
    @Timeout(1800)
    void theVerdictComesOutOfTheMachine() throws IOException {
        String kernel = System.getenv().getOrDefault("KGUARD_TEST_KERNEL", "");
        assumeFalse(kernel.isEmpty(), "KGUARD_TEST_KERNEL names no kernel to boot");
        SmallProject.missTheAttack(folder);

        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--vm=" + kernel);

        assertThat(verified.out()).contains("2 checks: 1 passed, 1 failed, 0 errors");
        assertThat(verified.error()).startsWith("kguard found rules that fail their checks");
        assertThat(verified.status()).isEqualTo(FAILED);
        assertThat(folder.resolve("target/kguard/results.json"))
                .content()
                .contains("\"verdict\": \"passed\"", "\"verdict\": \"failed\"");
        assertThat(folder.resolve("target/kguard/report.html")).exists();
    }

    /** What is played is not run, and all else is judged. */
    @Test
    void withoutQemuWrittenChecksAreJudged() throws IOException, InterruptedException {
        SmallProject.write(folder.resolve("src/kguard/scenarios/live.yaml"), """
                scenario: live
                title: Played
                attack: [T1003.008]
                pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                steps: [{exec: {pod: web, command: [cat, /etc/shadow]}}]
                fires: [Passwords read]
                """);
        Program verified =
                Program.call(folder, Map.of("PATH", folder.toString()), "verify", "--catalogue", "off", "--vm");

        assertThat(verified.out())
                .as(verified.error())
                .contains("NOT RUN", "there is no QEMU, so ")
                .containsPattern("3 checks: 2 passed, 0 failed, 0 errors, 1 not run");
        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
    }

    @Test
    void aKernelThatIsNotThereIsNoPass() {
        Program verified = Program.run(folder, "verify", "--vm=./vmlinuz-none");

        assertThat(verified.error())
                .startsWith("kguard: the kernel ./vmlinuz-none is no file, no folder and no version.");
        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
        assertThat(folder.resolve("target/kguard/results.json")).doesNotExist();
    }

    /** Else the machine would boot, and the reports of an earlier run would be taken for its. */
    @Test
    void theReportsOfAnEarlierRunAreRemoved() throws IOException {
        Path report = folder.resolve("target/kguard/results.json");
        SmallProject.write(report, "{}");

        assertThat(Program.run(folder, "verify", "--vm=./vmlinuz-none").status())
                .isEqualTo(NOT_JUDGED);
        assertThat(Files.exists(report)).isFalse();
    }

    @Test
    void theNextWordIsAKernelIfItIsAVersion() {
        Goal goal = Goals.named("verify").orElseThrow();
        ParseResult parsed = Commands.command(goal).parseArgs("--vm", "rules.yaml");

        assertThat(GivenOptions.of(goal, parsed).values())
                .containsEntry("vm", List.of("true"))
                .containsEntry("rules", List.of("rules.yaml"));
        assertThat(GivenOptions.of(goal, Commands.command(goal).parseArgs("--vm", "6.12", "rules.yaml"))
                        .values())
                .containsEntry("vm", List.of("6.12"))
                .containsEntry("rules", List.of("rules.yaml"));
    }

    @Test
    void anEmptyKernelIsAMistake() {
        Program verified = Program.run(folder, "verify", "--vm=");

        assertThat(verified.error()).startsWith("kguard: --vm is given and empty");
        assertThat(verified.status()).isEqualTo(WRONG_USE);
    }

    /** As two machines do, each with a virtual machine of its own. */
    @Test
    @Timeout(3600)
    void twoPartsAreMergedToOneRun() throws IOException {
        String kernel = System.getenv().getOrDefault("KGUARD_TEST_KERNEL", "");
        assumeFalse(kernel.isEmpty(), "KGUARD_TEST_KERNEL names no kernel to boot");
        SmallProject.missTheAttack(folder);
        for (String shard : List.of("1/2", "2/2")) {
            Program part = Program.run(
                    folder, "verify", "--catalogue", "off", "--vm=" + kernel, "--shard", shard, "--reports", "parts");

            assertThat(part.out()).containsPattern("Shard: .*/shard-verify-" + shard.replace("/", "-of-") + ".json");
            assertThat(folder.resolve("parts/results.json")).doesNotExist();
        }

        Program merged = Program.run(folder, "merge", "--shards", "parts", "--reports", "merged");

        assertThat(merged.out()).contains("2 checks: 1 passed, 1 failed, 0 errors");
        assertThat(merged.status()).isEqualTo(FAILED);
    }

    @Test
    void aPartOfTheChecksHasTwoNumbers() {
        Program verified = Program.run(folder, "verify", "--vm=6.12", "--shard=3/2");

        assertThat(verified.error()).startsWith("kguard: --shard is 3/2; it is k/n");
        assertThat(verified.status()).isEqualTo(WRONG_USE);
        assertThat(Program.run(folder, "verify", "--vm=6.12", "--shard-times=results.json")
                        .status())
                .isEqualTo(WRONG_USE);
    }

    @Test
    void thereAreLimits() {
        assertThat(Program.run(folder, "verify", "--vm=6.12", "--vm-memory=1").error())
                .startsWith("kguard: a virtual machine needs 256 MiB of memory or more, not 1");
        assertThat(Program.run(folder, "verify", "--vm=6.12", "--vm-timeout=0").status())
                .isEqualTo(WRONG_USE);
    }
}
