// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever stands where a file is expected: a call ends, says what it is, and is not green. */
class OddFilesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String VERIFY =
            "verify --rules {dir}/rules.yaml --scenarios {dir}/scenarios --catalogue off --reports {dir}/out";

    /** The input that is odd, and a call that reads it. */
    private static final Map<String, String> CALLS = new TreeMap<>(Map.ofEntries(
            Map.entry("rules.yaml", "lint {dir}/rules.yaml"),
            Map.entry("folder/rules.yaml", "lint {dir}/folder"),
            Map.entry("talon.yaml", "lint {dir}/good.yaml --reactions {dir}/talon.yaml"),
            Map.entry("source.yaml", "lint {dir}/good.yaml --sources {dir}/source.yaml"),
            Map.entry("falco.yaml", "replay {capture} --config {dir}/falco.yaml"),
            Map.entry("audit.log", "replay --audit {dir}/audit.log --rules {dir}/good.yaml"),
            Map.entry("other.log", "replay --log {dir}/other.log --rules {dir}/good.yaml"),
            Map.entry("hosts", "replay {capture} --rules {dir}/good.yaml --hosts {dir}/hosts"),
            Map.entry("capture.scap", "replay --capture {dir}/capture.scap --rules {dir}/good.yaml"),
            Map.entry("list", "replay --captures @{dir}/list --rules {dir}/good.yaml"),
            Map.entry("baseline.yaml", VERIFY + " --baseline {dir}/baseline.yaml"),
            Map.entry("policy.yaml", VERIFY + " --audit-policy {dir}/policy.yaml"),
            Map.entry("times.json", VERIFY + " --shard 1/2 --shard-times {dir}/times.json"),
            Map.entry("scenarios/scenario.yaml", VERIFY),
            Map.entry("scenarios/shadow.events.yaml", VERIFY),
            Map.entry("derived/passwords-read.yaml", "derive --rules {dir}/good.yaml --into {dir}/derived"),
            Map.entry("alert.json", "new-test --alert {dir}/alert.json --rules {dir}/good.yaml")));

    /** What is no file. A checkout can't have all of these, but it can have a link to each. */
    enum Odd {
        FIFO,
        FIFO_BEHIND_A_LINK,
        ZEROS_BEHIND_A_LINK,
        FOLDER,
        SPARSE
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void itIsRefusedAndNotWaitedFor(Odd odd) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, String> call : CALLS.entrySet()) {
            write();
            Path file = folder.resolve(call.getKey());
            Files.deleteIfExists(file);
            make(odd, file);
            String[] arguments = call.getValue()
                    .replace("{dir}", folder.toString())
                    .replace("{capture}", "../maven-plugin/src/it/new-test/shell.scap")
                    .split(" ", -1);

            Program ended =
                    Assertions.assertTimeoutPreemptively(LONG, () -> Program.run(folder, arguments), call.getValue());

            assertThat(ended.status())
                    .as("%s of %s: %s", odd, call.getValue(), ended)
                    .isNotZero();
            all.assertThat(ended.out() + ended.error())
                    .as("%s of %s", odd, call.getValue())
                    .containsAnyOf(String.valueOf(file.getFileName()), "folder")
                    .doesNotContain("Exception", "OutOfMemory");
            Files.delete(file);
        }
        all.assertAll();
    }

    private void write() throws IOException {
        SmallProject.in(folder);
        for (String place : List.of("scenarios", "folder", "derived")) {
            Files.createDirectories(folder.resolve(place));
        }
        for (String place : List.of("rules.yaml", "good.yaml")) {
            replace(folder.resolve("src/kguard/rules/rules.yaml"), folder.resolve(place));
        }
        SmallProject.write(folder.resolve("scenarios/scenario.yaml"), """
                scenario: shadow
                title: Reads the password hashes
                attack: [T1003.008]
                events: shadow.events.yaml
                fires: [Passwords read]
                """);
        replace(
                folder.resolve("src/kguard/scenarios/shadow.events.yaml"),
                folder.resolve("scenarios/shadow.events.yaml"));
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        Files.copy(from, to);
    }

    private void make(Odd odd, Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        switch (odd) {
            case FIFO -> fifo(file);
            case FIFO_BEHIND_A_LINK -> {
                Path fifo = folder.resolve("fifo");
                Files.deleteIfExists(fifo);
                fifo(fifo);
                Files.createSymbolicLink(file, fifo);
            }
            case ZEROS_BEHIND_A_LINK -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case FOLDER -> Files.createDirectory(file);
            case SPARSE -> {
                try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(1L << 40);
                }
            }
        }
    }

    private static void fifo(Path file) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }
}
