// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Recorder recorder = new Recorder();
        try (ScapReader reader =
                ScapReader.open(new ByteArrayInputStream(Sample.capture(2)), "sample", FalcoVersion.V0_40, recorder)) {
            recorder.readAll(reader, FalcoVersion.V0_40);
        }
        assertThat(recorder.entries).containsExactlyElementsOf(Sample.ENTRIES);
        assertThat(recorder.events)
                .containsExactly(
                        "1 container enter (324) by -1",
                        "2 openat enter (306) by 60",
                        "3 openat exit (307) by 60, state only",
                        "4 read exit (7) by 60",
                        "5 read exit (7) by 60");
    }

    @Test
    void aCompressedFileReadsLikeAPlainOne() throws IOException {
        Path file = folder.resolve("sample.scap");
        try (ScapWriter writer = ScapWriter.create(file)) {
            Sample.write(writer, 100_000);
        }
        Recorder recorder = new Recorder();
        try (ScapReader reader = ScapReader.open(file, FalcoVersion.V0_40, recorder)) {
            recorder.readAll(reader, FalcoVersion.V0_40);
            assertThat(reader.eventCount()).isEqualTo(100_003);
        }
        assertThat(recorder.entries).containsExactlyElementsOf(Sample.ENTRIES);
        assertThat(recorder.events).hasSize(100_003);
    }

    @Test
    void aSecondCaptureInTheSameFileBeginsAnew() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(Sample.capture(1));
        both.write(Sample.capture(1));
        Recorder recorder = new Recorder();
        try (ScapReader reader =
                ScapReader.open(new ByteArrayInputStream(both.toByteArray()), "both", FalcoVersion.V0_40, recorder)) {
            recorder.readAll(reader, FalcoVersion.V0_40);
        }
        assertThat(recorder.resets).isEqualTo(2);
        assertThat(recorder.entries).containsExactlyElementsOf(Sample.ENTRIES);
        assertThat(recorder.events).hasSize(8).last().isEqualTo("8 read exit (7) by 60");
    }

    @Test
    void underTodaysFalcoEnterEventsThatItStillRecordsAreForStateOnly() throws IOException {
        Recorder recorder = new Recorder();
        try (ScapReader reader = ScapReader.open(
                new ByteArrayInputStream(Sample.capture(1)), "sample", FalcoVersion.CURRENT, recorder)) {
            recorder.readAll(reader, FalcoVersion.CURRENT);
        }
        assertThat(recorder.events)
                .containsExactly(
                        "1 container enter (324) by -1",
                        "2 openat enter (306) by 60, state only",
                        "3 openat exit (307) by 60, state only",
                        "4 read exit (7) by 60");
    }

    @Test
    void parametersThatAnOlderFalcoDoesNotKnowAreNotWritten() throws IOException {
        ByteBuffer current = new EventWriter(FalcoVersion.CURRENT)
                .begin(EventCodes.CLOSE_X, 1, 2)
                .number(-9)
                .number(3)
                .end();
        Event event = new Event(FalcoVersion.V0_40);
        event.wrap(current, 0, current.limit(), 1, 0);
        ByteBuffer copy = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
        event.copyTo(copy);
        event.wrap(copy, 0, copy.position(), 1, 0);
        assertThat(copy.getInt(22)).isEqualTo(1);
        assertThat(event.length()).isEqualTo(copy.position()).isEqualTo(Event.HEADER_SIZE + 2 + 8);
        assertThat(event.number(0)).isEqualTo(-9);
    }

    /** A write as 0.40 records it: what the begin says becomes part of the end since 0.41. */
    @Test
    void aWriteOf040IsReadAsByEachVersion() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(bytes)) {
            Sample.ENTRIES.forEach(writer::entry);
            EventWriter event = new EventWriter(FalcoVersion.V0_40);
            writer.write(
                    event.begin(EventCodes.WRITE_E, 10, 60)
                            .number(7)
                            .number(4096)
                            .end(),
                    0,
                    false);
            byte[] data = {'h', 'i'};
            writer.write(
                    event.begin(EventCodes.WRITE_X, 20, 60)
                            .number(2)
                            .bytes(data)
                            .end(),
                    0,
                    false);
        }
        for (FalcoVersion version : FalcoVersion.values()) {
            List<String> seen = new ArrayList<>();
            Event event = new Event(version);
            try (ScapReader reader =
                    ScapReader.open(new ByteArrayInputStream(bytes.toByteArray()), "write", version, new Recorder())) {
                while (reader.next(event)) {
                    boolean isExit = event.type().isExit();
                    seen.add(event.type() + (isExit && event.has(2) ? " fd=" + event.number(2) : ""));
                }
            }
            String exit = version.atLeast(FalcoVersion.V0_41) ? "write exit (9) fd=7" : "write exit (9)";
            assertThat(seen)
                    .as("Falco %s", version)
                    .isEqualTo(version.hasEnterEvents() ? List.of("write enter (8)", exit) : List.of(exit));
        }
    }

    /** Since 0.43 the end of an execve takes the file from the begin, which is of the thread that called it. */
    @Test
    void aProgramThatAThreadExecutesStopsFalcoSince043() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(bytes)) {
            Sample.ENTRIES.forEach(writer::entry);
            EventWriter event = new EventWriter(FalcoVersion.V0_40);
            writer.write(event.begin(EventCodes.CLOSE_E, 10, 60).number(3).end(), 0, false);
            writer.write(
                    event.begin(EventCodes.EXECVE_E, 20, 61).text("/bin/id").end(), 0, false);
            event.begin(EventCodes.EXECVE_X, 30, 60).number(0);
            for (int i = 1; i < 30; i++) {
                event.empty();
            }
            writer.write(event.end(), 0, false);
            writer.write(event.begin(EventCodes.CLOSE_X, 40, 61).number(0).end(), 0, false);
        }
        for (FalcoVersion version : FalcoVersion.values()) {
            try (ScapReader reader =
                    ScapReader.open(new ByteArrayInputStream(bytes.toByteArray()), "execve", version, new Recorder())) {
                Event event = new Event(version);
                while (reader.next(event)) {
                    // the reader counts
                }
                assertThat(reader.misplacedEnters())
                        .as("Falco %s", version)
                        .isEqualTo(version.atLeast(FalcoVersion.V0_43) ? 2 : 0);
            }
        }
    }

    private static final class Recorder implements StateSink {
        final List<StateEntry> entries = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        int resets;

        @Override
        public void reset() {
            entries.clear();
            resets++;
        }

        @Override
        public void entry(StateEntry entry) {
            entries.add(entry);
        }

        void readAll(ScapReader reader, FalcoVersion version) throws IOException {
            Event event = new Event(version);
            while (reader.next(event)) {
                events.add(event.number() + " " + event.type() + " by " + event.tid()
                        + (event.stateOnly() ? ", state only" : ""));
            }
        }
    }
}
