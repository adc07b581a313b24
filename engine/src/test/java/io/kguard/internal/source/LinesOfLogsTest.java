// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import io.kguard.internal.file.LogLines;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesOfLogsTest {
    private static final String EVENT = """
            {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","verb":"get",\
            "stageTimestamp":"2026-11-24T17:35:48.519118Z"}""";

    @TempDir
    Path folder;

    @Test
    void linesHoldEventsAndLists() throws IOException {
        String list = "{\"kind\":\"EventList\",\"items\":[" + EVENT + "," + EVENT + "]}";

        assertThat(read(EVENT + "\n\r\n" + list + "\n\n" + EVENT)).hasSize(4);
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void linesMayBeLongerThanWhatIsReadAtOnce() throws IOException {
        String large = EVENT.replace("get", "g".repeat(200_000));

        assertThat(read(large + "\n" + EVENT + "\n" + large + "\n")).hasSize(3);
    }

    @Test
    void aLineThatIsNoEventIsNamed() throws IOException {
        Path log = write(EVENT + "\n\n{\"kind\":\"Event\",}\n");

        try (SourceLog reader = SourceLog.open(log, EventSources.BUILT_IN, EventSource.K8S_AUDIT)) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(SourceLogException.class)
                    .hasMessage(log + ", line 3: not JSON: a key in quotes is expected at byte 17");
        }
    }

    @Test
    void aLineWithoutEndIsNotReadWhole() throws IOException {
        Path log = write(EVENT + "\n" + "x".repeat(LogLines.LONGEST + 1));

        assertThatThrownBy(() -> read(log))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining("line 2: the line is longer than 12582912 bytes");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.log");

        assertThatThrownBy(() -> read(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.log");
    }

    private List<SourceEvent> read(String text) throws IOException {
        return read(write(text));
    }

    private static List<SourceEvent> read(Path log) throws IOException {
        List<SourceEvent> events = new ArrayList<>();
        try (SourceLog reader = SourceLog.open(log, EventSources.BUILT_IN, EventSource.K8S_AUDIT)) {
            for (SourceEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("audit.log"), text);
    }
}
