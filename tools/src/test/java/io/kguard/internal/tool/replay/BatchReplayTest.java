// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on many captures. */
class BatchReplayTest {
    private static final int CAPTURES = 40;

    @TempDir
    Path folder;

    private Path captures;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        captures = Files.createDirectories(folder.resolve("captures/deep"));
        Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Read
                  desc: d
                  condition: evt.type = openat and fd.name startswith /etc/shadow
                  output: "%evt.num read %fd.name by %proc.name of %proc.pname"
                  priority: WARNING
                """);
        for (int i = 0; i < CAPTURES; i++) {
            capture(captures.resolve("c" + i + ".scap"), i % 7 + 1);
        }
    }

    private static void capture(Path file, int reads) throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        var cat = events.process("/usr/bin/cat");
        for (int i = 0; i < reads; i++) {
            cat.reads("/etc/shadow" + i);
        }
        events.writeTo(file);
    }

    private CaptureRun run() {
        return new CaptureRun(
                List.of(folder.resolve("rules.yaml")), FalcoVersion.CURRENT, null, false, HostNames.NONE, null);
    }

    private boolean replay(@Nullable String shard, Path alerts, Path... places) throws IOException {
        return new BatchReplay(run(), shard == null ? null : Shard.of(shard), folder.resolve("reports"), 2)
                .replay(List.of(places), alerts, OutputStream.nullOutputStream(), Console.plain(lines::add));
    }

    private Path alerts() {
        return folder.resolve("alerts.jsonl");
    }

    @Test
    void eachCaptureGivesItsAlertsInTheOrderOfTheCaptures() throws IOException {
        assertThat(replay(null, alerts(), folder.resolve("captures"))).isTrue();
        List<String> found = Files.readAllLines(alerts());
        int expected = 0;
        for (int i = 0; i < CAPTURES; i++) {
            expected += i % 7 + 1;
        }
        assertThat(found).hasSize(expected).allMatch(line -> line.startsWith("{\"capture\":\""));
        assertThat(found)
                .extracting(line -> line.replaceAll("\\{\"capture\":\"([^\"]*)\".*", "$1"))
                .isSorted();
        assertThat(lines).last().asString().startsWith(CAPTURES + " captures, ");

        // the same as each alone
        List<String> alone = new ArrayList<>();
        for (Path capture : CapturePaths.of(List.of(folder.resolve("captures")), List.of(".scap"))) {
            Path one = folder.resolve("one.jsonl");
            run().replay(capture, one, new PrintStream(new ByteArrayOutputStream()), warning -> {});
            alone.addAll(Files.readAllLines(one));
        }
        assertThat(found)
                .extracting(line -> line.replaceFirst("\"capture\":\"[^\"]*\",", ""))
                .isEqualTo(alone);
    }

    @Test
    void aDamagedCaptureStopsNoOtherAndFailsInTheEnd() throws IOException {
        Path damaged = captures.resolve("c10.scap");
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(captures.resolve("text.scap"), "no capture");
        assertThat(replay(null, alerts(), captures)).isFalse();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("ERROR ") && line.contains("c10.scap"))
                .anyMatch(line -> line.startsWith("ERROR ") && line.contains("text.scap"))
                .last()
                .asString()
                .startsWith(CAPTURES + 1 + " captures, ")
                .endsWith("; 2 could not be judged to the end");
        assertThat(Files.readString(alerts())).contains("c9.scap", "c11.scap", "c39.scap");
    }

    @Test
    void shardsReadEveryCaptureOnce() throws IOException {
        replay(null, alerts(), captures);
        List<String> whole = Files.readAllLines(alerts());
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            assertThat(replay(i + "/3", alerts(), captures)).isTrue();
            parts.addAll(Files.readAllLines(alerts()));
            assertThat(folder.resolve("reports/shard-replay-" + i + "-of-3.json"))
                    .exists();
        }
        assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);

        List<Path> reports = List.of(folder.resolve("reports"));
        assertThat(Shard.byWork(reports)).containsOnlyKeys(Work.REPLAY);
        assertThat(BatchReplay.merge(reports, Console.plain(lines::add))).isTrue();
        assertThat(lines).last().asString().startsWith(CAPTURES + " captures, ").contains(whole.size() + " alerts in ");
        Files.delete(folder.resolve("reports/shard-replay-2-of-3.json"));
        assertThatThrownBy(() -> BatchReplay.merge(reports, Console.plain(lines::add)))
                .hasMessageStartingWith("Shard 2/3 is missing");
    }

    @Test
    void foldersGlobsAndListsNameCaptures() throws IOException {
        List<String> scap = List.of(".scap");
        assertThat(CapturePaths.of(List.of(folder), scap)).hasSize(CAPTURES);
        assertThat(CapturePaths.of(List.of(folder.resolve("captures/**/c1?.scap")), scap))
                .hasSize(10);
        Files.writeString(folder.resolve("list.txt"), "# some\ncaptures/deep/c1.scap\n\n**/{c3,c5}.scap\n");
        assertThat(CapturePaths.of(List.of(folder.resolve("@list.txt"), captures.resolve("c1.scap")), scap))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("c1.scap", "c3.scap", "c5.scap");
        assertThatThrownBy(() -> CapturePaths.of(List.of(folder.resolve("captures/**/x*.scap")), scap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x*.scap has no file");
        assertThatThrownBy(() -> CapturePaths.of(List.of(folder.resolve("gone.scap")), scap))
                .hasMessageContaining("gone.scap does not exist");
        Files.writeString(folder.resolve("empty.txt"), "# none\n\n");
        assertThatThrownBy(() -> CapturePaths.of(List.of(captures, folder.resolve("@empty.txt")), scap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("empty.txt names nothing. Write one path in each line");
        Files.writeString(folder.resolve("itself.txt"), "@itself.txt\n");
        assertThatThrownBy(() -> CapturePaths.of(List.of(folder.resolve("@itself.txt")), scap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "itself.txt names another list, @itself.txt. A list has captures, folders and globs");
        assertThatThrownBy(() -> CapturePaths.of(List.of(folder.resolve("@gone.txt")), scap))
                .hasMessageContaining("gone.txt does not exist");
    }

    @Test
    void progressSaysHowMuchIsLeft() throws IOException {
        long[] now = {0};
        Path file = captures.resolve("c1.scap");
        long size = Files.size(file);
        BatchProgress progress = new BatchProgress(Console.plain(lines::add), 4, 4 * size, () -> now[0]);
        progress.tick();
        assertThat(lines).isEmpty();
        try (FileChannel channel = FileChannel.open(file)) {
            progress.begin(channel);
            progress.end(channel);
        }
        now[0] = 11_000_000_000L;
        progress.tick();
        assertThat(lines).containsExactly("  1 of 4 captures read, 25 % of their bytes, about 33 s left");
    }

    @Test
    void manyAlertsWaitInAFileThatIsRemoved() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] line = new byte[100_000];
        try (SpilledBytes bytes = new SpilledBytes()) {
            for (int i = 0; i < 35; i++) {
                line[0] = (byte) i;
                bytes.write(line);
            }
            bytes.writeTo(out);
        }
        assertThat(out.size()).isEqualTo(3_500_000);
        for (int i = 0; i < 35; i++) {
            assertThat(out.toByteArray()[i * 100_000]).isEqualTo((byte) i);
        }
    }
}
