// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.ScapWriter;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.tool.replay.BatchReplay;
import io.kguard.internal.tool.replay.CaptureRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Having no alert says nothing if there was no event. */
@Tag("trust")
class NothingReplayedTest {
    @TempDir
    private Path folder;

    private CaptureRun run(String source) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Any
                  desc: d
                  condition: evt.num >= 0
                  output: o
                  priority: INFO
                  source: %s
                """.formatted(source));
        return new CaptureRun(List.of(rules), FalcoVersion.CURRENT, null, false, HostNames.NONE, null);
    }

    @Test
    void anAuditLogWithoutAnEventIsAnError() throws IOException {
        Path log = Files.writeString(folder.resolve("audit.log"), "\n");
        CaptureRun run = run("k8s_audit");

        assertThatThrownBy(() ->
                        run.replayLog(log, EventSource.K8S_AUDIT, folder.resolve("alerts"), System.out, warning -> {}))
                .hasMessageContaining("audit.log has no event, so no rule was judged");
    }

    @Test
    void aCaptureWithoutAnEventIsAnError() throws IOException {
        Path capture = emptyCapture();
        CaptureRun run = run("syscall");

        assertThatThrownBy(() -> run.replay(capture, folder.resolve("alerts"), System.out, warning -> {}))
                .hasMessageContaining("empty.scap, byte 28: the capture has no events");
    }

    @Test
    void amongManyItIsNamed() throws IOException {
        List<String> lines = new ArrayList<>();
        BatchReplay replay = new BatchReplay(run("syscall"), null, folder, 1);

        assertThat(replay.replay(List.of(emptyCapture()), null, new ByteArrayOutputStream(), Console.plain(lines::add)))
                .isFalse();
        assertThat(lines).anyMatch(line -> line.contains("the capture has no events"));
    }

    private Path emptyCapture() throws IOException {
        Path file = folder.resolve("empty.scap");
        try (OutputStream out = Files.newOutputStream(file);
                ScapWriter writer = ScapWriter.to(out)) {
            assertThat(writer).isNotNull();
        }
        return file;
    }
}
