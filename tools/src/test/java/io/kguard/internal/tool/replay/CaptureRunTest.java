// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.kguard.capture.EventBuilder;
import io.kguard.capture.WrittenProcess;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.output.AlertOutputs;
import io.kguard.output.FalcoConfig;
import io.kguard.output.SidekickPayload;
import io.kguard.output.SidekickReceiver;
import io.kguard.rule.RuleLoader;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay with a falco.yaml: its settings apply, its channels receive the alerts, and losses are reported. */
class CaptureRunTest {
    private static final String RULES = """
            - rule: Shadow read
              desc: d
              condition: evt.type = openat and fd.name = /etc/shadow
              output: shadow read by %proc.name
              priority: WARNING
              tags: [host]
            - rule: Any read
              desc: d
              condition: evt.type = openat
              output: read of %fd.name
              priority: NOTICE
            - rule: Disabled
              desc: d
              condition: evt.type = openat
              output: disabled %fd.name
              priority: ERROR
              enabled: false
            """;
    private static final String SHADOW = line("Shadow read", "Warning", "shadow read by cat", "\"host\"");
    private static final String ANY = line("Any read", "Notice", "read of /etc/shadow", "");
    private static final String DISABLED = line("Disabled", "Error", "disabled /etc/shadow", "");

    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path capture = Path.of("");
    private Path rules = Path.of("");

    /** Without fields and with the event's own time, so that the expected line can be written down. */
    private static String line(String rule, String priority, String message, String tags) {
        return "{\"hostname\":\"lab\",\"message\":\"" + message + "\",\"priority\":\"" + priority + "\",\"rule\":\""
                + rule + "\",\"source\":\"syscall\",\"tags\":[" + tags + "]";
    }

    @BeforeEach
    void aProcessReadsShadow() throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        WrittenProcess cat = events.process("/usr/bin/cat");
        cat.reads("/etc/shadow");
        capture = folder.resolve("written.scap");
        events.writeTo(capture);
        rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    }

    private FalcoConfig config(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("falco.yaml"), text);
        return FalcoConfig.read(file, FalcoVersion.CURRENT, environment::get);
    }

    private FalcoConfig config(String text) throws IOException {
        return config("""
                json_output: true
                json_include_output_property: false
                json_include_output_fields_property: false
                json_include_message_property: true
                """ + text, Map.of("FALCO_HOSTNAME", "lab", "FOLDER", folder.toString()));
    }

    private CaptureRun.Summary replay(@Nullable Matching matching, boolean all, FalcoConfig config, @Nullable Path file)
            throws IOException {
        PrintStream stream = new PrintStream(console, true, UTF_8);
        return new CaptureRun(List.of(rules), FalcoVersion.CURRENT, matching, all, HostNames.NONE, config)
                .replay(capture, file, stream, warnings::add);
    }

    /** Lines without their times. */
    private static List<String> untimed(String text) {
        return text.lines()
                .map(line -> line.replaceFirst(",\"time\":\"[^\"]*Z\"}$", ""))
                .toList();
    }

    @Test
    void everyChannelGetsTheSameLines() throws IOException {
        try (SidekickReceiver sidekick = SidekickReceiver.start(0)) {
            FalcoConfig config = config(
                    """
                    json_output: true
                    time_format_iso_8601: true
                    append_output: [{extra_output: "by user %user.uid"}]
                    stdout_output: {enabled: true}
                    file_output: {enabled: true, filename: "${FOLDER}/file"}
                    program_output: {enabled: true, keep_alive: true, program: "cat > '${FOLDER}/program'"}
                    http_output: {enabled: true, url: "${SIDEKICK}"}
                    """,
                    Map.of(
                            "FALCO_HOSTNAME", "lab",
                            "FOLDER", folder.toString(),
                            "SIDEKICK", sidekick.url().toString()));
            CaptureRun.Summary summary = replay(null, false, config, folder.resolve("alerts"));
            String printed = console.toString(UTF_8);
            assertThat(printed)
                    .startsWith("{\"hostname\":\"lab\",\"output\":\"2023-11-14T22:13:20.")
                    .containsPattern("\\+0000: Warning shadow read by cat by user 0\",\"output_fields\":"
                            + "\\{\"evt.time.iso8601\":17000000000[0-9]{8},\"proc.name\":\"cat\",\"user.uid\":0},"
                            + "\"priority\":\"Warning\",\"rule\":\"Shadow read\",\"source\":\"syscall\","
                            + "\"tags\":\\[\"host\"],\"time\":\"2023-11-14T22:13:20\\.[0-9]{9}Z\"}\n$");
            for (String name : List.of("file", "program", "alerts")) {
                assertThat(folder.resolve(name)).hasContent(printed);
            }
            assertThat(sidekick.payloads())
                    .singleElement()
                    .satisfies(payload -> assertThat(printed).contains(payload.output()));
            assertThat(summary.deliveries()).hasSize(4).allMatch(d -> d.delivered() == 1 && d.lost() == 0);
            assertThat(summary.losses()).isEmpty();
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void theFileDecidesWhichRulesFireUnlessTheCallerDoes() throws IOException {
        FalcoConfig all = config("rule_matching: all\nstdout_output: {enabled: true}\n");
        replay(null, false, all, null);
        assertThat(untimed(console.toString(UTF_8))).containsExactly(SHADOW, ANY);
        console.reset();
        replay(Matching.FIRST, false, all, null);
        assertThat(untimed(console.toString(UTF_8))).containsExactly(SHADOW);
        console.reset();
        replay(Matching.ALL, true, config("priority: warning\nstdout_output: {enabled: true}\n"), null);
        assertThat(untimed(console.toString(UTF_8))).containsExactly(SHADOW, DISABLED);
        console.reset();
        replay(null, false, config("rules: [{disable: {tag: host}}]\nstdout_output: {enabled: true}\n"), null);
        assertThat(untimed(console.toString(UTF_8))).containsExactly(ANY);
    }

    @Test
    void whatARefusingReceiverDoesNotTakeIsALossOfTheRun() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            FalcoConfig config = config("file_output: {enabled: true, filename: \"${FOLDER}/file\"}\n"
                    + "http_output: {enabled: true, url: \"" + url + "\"}\n");
            CaptureRun.Summary summary = replay(null, false, config, null);
            assertThat(summary.losses())
                    .startsWith(
                            "http_output to " + url + ": 1 of 1 alerts did not arrive or are not known to have arrived;"
                                    + " the last: the receiver answered 503");
            assertThat(warnings).first().asString().contains(": alerts do not arrive: the receiver answered 503");
            assertThat(untimed(Files.readString(folder.resolve("file")))).containsExactly(SHADOW);
            assertThat(console.size()).isZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anUnknownSettingIsToldWithItsPlace() throws IOException {
        assertThat(config("stdout_output: {enabled: true}\npriorty: warning\n").warnings())
                .containsExactly(
                        folder.resolve("falco.yaml")
                                + ":6:1: warning: unknown setting priorty\n    priorty: warning\n    ^\n  did you mean priority?");
    }

    @Test
    void rulesFilesThatDoNotExistAreLeftOut() throws IOException {
        String stdout = "stdout_output: {enabled: true}\n";
        assertThat(config(stdout + "rules_files: [\"${FOLDER}/rules.yaml\", \"${FOLDER}/rules.d\"]\n")
                        .existingRulesFiles(warnings::add))
                .containsExactly(rules);
        assertThat(warnings)
                .containsExactly(
                        "rules_files: " + folder.resolve("rules.d") + " does not exist and is left out, as Falco does");
        FalcoConfig none = config(stdout + "rules_files: [\"${FOLDER}/rules.d\"]\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.existingRulesFiles(warnings::add))
                .withMessageStartingWith("none of the rules_files exists: ");
    }

    @Test
    void aTestAssertsOnWhatArrivedAtSidekick() throws IOException {
        try (SidekickReceiver sidekick = SidekickReceiver.start(0)) {
            FalcoConfig config = config(
                    "json_output: true\nhttp_output: {enabled: true, url: \"${SIDEKICK}\"}\n",
                    Map.of("SIDEKICK", sidekick.url().toString()));
            Detections detections = CaptureReplay.run(
                    capture, RuleSet.compile(RuleLoader.of(FalcoVersion.CURRENT).load(rules), config.options()));
            try (AlertOutputs outputs = config.openOutputs(console, warnings::add)) {
                detections.alerts().forEach(outputs);
            }
            assertThat(sidekick.payloads()).extracting(SidekickPayload::rule).containsExactly("Shadow read");
            assertThat(SidekickReceiver.slack(sidekick.payloads().get(0)).json())
                    .contains("shadow read by cat");
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void anAuditLogIsReplayedLikeACapture() throws IOException {
        Files.writeString(rules, """

                - rule: Deletion
                  desc: d
                  condition: ka.verb = delete
                  output: "%ka.target.name is deleted"
                  priority: NOTICE
                  source: k8s_audit
                  tags: [k8s]
                """, StandardOpenOption.APPEND);
        String event = "{\"kind\":\"Event\",\"auditID\":\"1\",\"stageTimestamp\":\"2026-11-24T17:35:48.5Z\","
                + "\"verb\":\"delete\",\"objectRef\":{\"name\":\"web\"}}";
        Path log = Files.writeString(folder.resolve("audit.log"), event + "\n" + event.replace("delete", "get") + "\n");
        FalcoConfig config = config("""
                json_output: true
                time_format_iso_8601: true
                append_output:
                  - {match: {source: syscall}, extra_output: "by %proc.name"}
                  - {match: {source: k8s_audit}, extra_output: "(%ka.verb)", extra_fields: [ka.auditid, {by: "%ka.user.name"}]}
                stdout_output: {enabled: true}
                """, Map.of("FALCO_HOSTNAME", "lab"));

        CaptureRun.Summary summary = audit(config, log);

        assertThat(config.warnings()).isEmpty();
        assertThat(summary.text()).startsWith("2 events, 1 alert in ");
        assertThat(console.toString(UTF_8))
                .isEqualTo(
                        "{\"hostname\":\"lab\",\"output\":\"2026-11-24T17:35:48.500000000+0000: Notice web is deleted"
                                + " (delete)\",\"output_fields\":{\"by\":\"<NA>\",\"evt.time.iso8601\":1795541748500000000,"
                                + "\"ka.auditid\":\"1\",\"ka.target.name\":\"web\",\"ka.verb\":\"delete\"},"
                                + "\"priority\":\"Notice\",\"rule\":\"Deletion\",\"source\":\"k8s_audit\",\"tags\":[\"k8s\"],"
                                + "\"time\":\"2026-11-24T17:35:48.500000000Z\"}\n");
    }

    @Test
    void anAuditLogNeedsARuleForIt() throws IOException {
        Path log = Files.writeString(folder.resolve("audit.log"), "{}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> audit(config("stdout_output: {enabled: true}\n"), log))
                .withMessage("no rule has the source k8s_audit, so none sees the events of the audit log " + log
                        + ". Name rules of that source, or replay a capture with -Dkguard.capture.");
    }

    @Test
    @Tag("trust")
    void aCaptureNeedsARuleForIt() throws IOException {
        Files.writeString(rules, """
                - rule: Deletion
                  desc: d
                  condition: ka.verb = delete
                  output: deleted
                  priority: NOTICE
                  source: k8s_audit
                """);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> replay(null, false, config("stdout_output: {enabled: true}\n"), null))
                .withMessage(capture + ": no rule has the source syscall, so none sees its events"
                        + ". Name rules of that source, or replay a log with -Dkguard.audit or -Dkguard.log.");
    }

    @Test
    @Tag("trust")
    void aLogOfSeveralSourcesSaysWhichNoRuleSees() throws IOException {
        Files.writeString(rules, """
                - rule: Call
                  desc: d
                  condition: ct.name exists
                  output: called
                  priority: NOTICE
                  source: aws_cloudtrail
                """);
        String call =
                "{'eventTime':'2026-11-24T17:35:48Z','eventType':'t','eventSource':'s','eventName':'n','awsRegion':'r'}";
        Path log = Files.writeString(
                folder.resolve("mixed.log"), (call + "\n{'webhook_type':'ping'}\n" + call).replace('\'', '"'));
        Path other = Files.writeString(folder.resolve("github.log"), "{\"webhook_type\":\"ping\"}");

        CaptureRun.Summary summary = log(log);

        assertThat(summary.events()).isEqualTo(3);
        assertThat(summary.alerts()).isEqualTo(2);
        assertThat(warnings).containsExactly(log + ": no rule has the source github, so none saw 1 of the 3 events");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log(other))
                .withMessage("no rule has the source github, so none sees the events of the log " + other
                        + ". Name rules of that source, or replay a capture with -Dkguard.capture.");
    }

    private CaptureRun.Summary log(Path log) throws IOException {
        return new CaptureRun(
                        List.of(rules),
                        FalcoVersion.CURRENT,
                        null,
                        false,
                        HostNames.NONE,
                        config("stdout_output: {enabled: true}\n"))
                .replayLog(log, null, null, new PrintStream(console, true, UTF_8), warnings::add);
    }

    private CaptureRun.Summary audit(FalcoConfig config, Path log) throws IOException {
        return new CaptureRun(List.of(rules), FalcoVersion.CURRENT, null, false, HostNames.NONE, config)
                .replayLog(log, EventSource.K8S_AUDIT, null, new PrintStream(console, true, UTF_8), warnings::add);
    }
}
