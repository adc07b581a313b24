// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.ScapReader;
import io.kguard.capture.ScapWriter;
import io.kguard.capture.WrittenProcess;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.tool.replay.CaptureRun;
import io.kguard.requirement.RequiresShared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.LogReplay;
import io.kguard.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture that lacks events, or may lack them, proves nothing. */
@Tag("trust")
class CaptureDoubtsTest {
    private static final FalcoVersion FALCO = FalcoVersion.CURRENT;
    private static final String RULES = """
            - rule: Shadow opened
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: opened
              priority: WARNING
            - rule: Passwd opened
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/passwd
              output: opened
              priority: WARNING
            - rule: Connection made
              desc: d
              condition: evt.type = connect
              output: connected
              priority: WARNING
            """;
    private static final Expectation FIRES = Expectation.fires("Passwd opened");
    private static final Expectation SILENT = Expectation.silent("Shadow opened");

    @TempDir
    Path folder;

    private Path capture;

    @BeforeEach
    void record() throws IOException {
        capture = folder.resolve("whole.scap");
        EventBuilder events = new EventBuilder(FALCO);
        events.process("/usr/bin/cat").reads("/etc/passwd");
        events.writeTo(capture);
    }

    private static Detections replay(Path file) {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FALCO).loadText("rules.yaml", RULES),
                EngineOptions.of(FALCO).withExplanations(true));
        return CaptureReplay.run(file, rules);
    }

    private static String onlyErrors(Path file) {
        Detections detections = replay(file);
        Verdict silent = Judge.judge(detections, SILENT);
        assertThat(silent).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, FIRES)).isInstanceOf(Verdict.Errored.class);
        return silent.reason();
    }

    /** The capture with one more event, before or after the others. */
    private Path with(int code, boolean before) throws IOException {
        Path file = folder.resolve("with.scap");
        try (ScapWriter out = ScapWriter.create(file);
                ScapReader in = ScapReader.open(capture, FALCO, out)) {
            Event event = new Event(FALCO);
            boolean written = false;
            long last = 1;
            while (in.next(event)) {
                last = event.timestamp();
                if (before && !written) {
                    out.write(drop(code, last), 0, false);
                    written = true;
                }
                out.write(event);
            }
            if (!written) {
                out.write(drop(code, last), 0, false);
            }
        }
        return file;
    }

    private static ByteBuffer drop(int code, long time) {
        EventWriter writer = new EventWriter(FALCO);
        if (code == EventTable.SIZE) { // as from a newer Falco
            ByteBuffer event =
                    writer.begin(EventCodes.DROP_E, time, -1).number(2).end();
            return event.putShort(20, (short) code);
        }
        writer.begin(code, time, -1).number(77); // no plugin that kguard knows
        return (code == EventCodes.PLUGINEVENT_E ? writer.text("x") : writer).end();
    }

    @Test
    void aWholeCaptureIsJudged() {
        Detections detections = replay(capture);
        assertThat(Judge.judge(detections, FIRES)).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(detections, SILENT)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void anUnexpectedAlertShowsItsClauses() {
        Verdict verdict = Judge.judge(replay(capture), Expectation.silent("Passwd opened"));
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict.reason()).contains("[yes] fd.name = /etc/passwd");
    }

    @Test
    void aDropEventIsADoubtWhereverItStands() throws IOException {
        for (int code : List.of(EventCodes.DROP_E, EventCodes.DROP_X)) {
            for (boolean before : List.of(true, false)) {
                assertThat(onlyErrors(with(code, before)))
                        .contains("the capture lacks events: 1 of its events say that the recorder left others out");
            }
        }
    }

    @Test
    void anEventOfATypeThatIsNotKnownIsADoubt() throws IOException {
        for (boolean before : List.of(true, false)) {
            assertThat(onlyErrors(with(EventTable.SIZE, before)))
                    .contains("1 of its events are of types or of plugins that kguard does not know");
        }
    }

    @Test
    void anEventOfAPluginThatIsNotKnownIsADoubt() throws IOException {
        assertThat(onlyErrors(with(EventCodes.PLUGINEVENT_E, false)))
                .contains("1 of its events are of types or of plugins that kguard does not know");
    }

    @Test
    void aReplayWithDropEventsEndsWithAnErrorAfterItsAlerts() throws IOException {
        Path file = with(EventCodes.DROP_E, true);
        Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
        CaptureRun run = new CaptureRun(List.of(rules), FALCO, null, false, HostNames.NONE, null);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        assertThatThrownBy(() -> run.replay(file, null, new PrintStream(printed), warning -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("alerts may be missing")
                .hasMessageContaining("left others out");
        assertThat(printed.toString(UTF_8)).contains("Passwd opened");
    }

    @Test
    void aCaptureThatEndsWithinABlockIsADoubt() throws IOException {
        byte[] whole;
        try (InputStream plain = new GZIPInputStream(Files.newInputStream(capture))) {
            whole = plain.readAllBytes();
        }
        for (int cut = 1; cut < 12; cut++) {
            Path file = Files.write(folder.resolve("cut.scap"), Arrays.copyOf(whole, whole.length - cut));
            assertThat(onlyErrors(file)).contains("the capture ends within a block");
        }
    }

    @Test
    void aCompressedCaptureThatIsCutAnywhereIsADoubt() throws IOException {
        byte[] whole = Files.readAllBytes(capture);
        for (int length = 0; length < whole.length; length++) {
            assertThat(onlyErrors(Files.write(folder.resolve("cut.scap.gz"), Arrays.copyOf(whole, length))))
                    .contains("the capture");
        }
    }

    @Test
    void descriptorsBeyondTheTableAreADoubt() throws IOException {
        EventBuilder events = new EventBuilder(FALCO);
        WrittenProcess cat = events.process("/usr/bin/cat");
        cat.reads("/etc/passwd");
        for (int i = 0; i < 5000; i++) {
            cat.connects("10.0.0.1", 1 + i);
        }
        events.writeTo(capture);
        assertThat(onlyErrors(capture)).contains("file descriptors are beyond the limit of a process's table");
    }

    @Test
    void aRuleOfWhoseTypesThereIsNoEventCannotBeJudged() {
        Detections detections = replay(capture);
        for (Expectation expectation :
                List.of(Expectation.fires("Connection made"), Expectation.silent("Connection made"))) {
            Verdict verdict = Judge.judge(detections, expectation);
            assertThat(verdict).isInstanceOf(Verdict.Errored.class);
            assertThat(verdict.reason()).contains("whether such events did not happen or were not recorded");
        }
    }

    @Test
    void anAuditEventOfWhichPartsWereLeftOutIsADoubt() throws IOException {
        String event = """
                {"kind":"Event","stageTimestamp":"2026-11-24T17:35:48.519118Z","verb":"create","annotations":{%s}}
                """;
        String rule = """
                - rule: Pod created
                  desc: d
                  condition: ka.verb = create and ka.target.resource = pods
                  output: created
                  priority: WARNING
                  source: k8s_audit
                """;
        Path log =
                Files.writeString(folder.resolve("audit.log"), event.formatted("\"audit.k8s.io/truncated\":\"true\""));
        RuleSet rules = RuleSet.compile(RuleLoader.of(FALCO).loadText("rules.yaml", rule), EngineOptions.of(FALCO));
        Verdict verdict =
                Judge.judge(LogReplay.run(log, EventSource.K8S_AUDIT, rules), Expectation.silent("Pod created"));
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason()).contains("the API server left objects out of 1 of the events");

        CaptureRun run = new CaptureRun(
                List.of(Files.writeString(folder.resolve("rules.yaml"), rule)),
                FALCO,
                null,
                false,
                HostNames.NONE,
                null);
        assertThatThrownBy(() -> run.replayLog(log, EventSource.K8S_AUDIT, null, System.out, warning -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the API server left objects out");

        Files.writeString(log, event.formatted(""));
        assertThat(Judge.judge(LogReplay.run(log, EventSource.K8S_AUDIT, rules), Expectation.silent("Pod created")))
                .isEqualTo(new Verdict.Passed());
    }

    @Test
    @RequiresShared
    void theKnownCaseIsAnError() {
        Detections detections = replay(Path.of("../../shared/trust-cases/false-green/cap-dropevents.scap"));
        assertThat(Judge.judge(detections, SILENT)).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts()).anyMatch(doubt -> doubt.contains("the recorder left others out"));
    }
}
