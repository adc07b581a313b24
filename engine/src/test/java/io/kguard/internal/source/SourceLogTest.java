// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In which forms logs come. */
class SourceLogTest {
    private static final String RECORD =
            "{'eventTime':'2026-11-24T17:35:48Z','eventType':'AwsApiCall','eventSource':'s','eventName':'%s','awsRegion':'r'}";
    private static final String AUDIT =
            "{'kind':'Event','apiVersion':'audit.k8s.io/v1','auditID':'1','stageTimestamp':'2026-11-24T17:35:48Z'}";
    private static final String HOOK = "{'hook_event_name':'PreToolUse','tool_name':'Bash'}";

    @TempDir
    private Path folder;

    static Stream<Arguments> forms() {
        String one = RECORD.formatted("one");
        String two = RECORD.formatted("two");
        String text = AUDIT.replace("'", "\\\"");
        return Stream.of(
                Arguments.of(one + "\n\n" + two + "\r\n", "aws_cloudtrail aws_cloudtrail"),
                Arguments.of("{'Records':[" + one + "," + two + "]}", "aws_cloudtrail aws_cloudtrail"),
                Arguments.of("{\n  'Records': [\n    " + one + "\n  ]\n}\n", "aws_cloudtrail"),
                Arguments.of("[" + one + "]\n[" + two + "]", "aws_cloudtrail aws_cloudtrail"),
                Arguments.of("{'kind':'EventList','items':[" + AUDIT + "," + AUDIT + "]}", "k8s_audit k8s_audit"),
                Arguments.of(
                        "{'events':[{'timestamp':1,'message':'" + text + "','ingestionTime':2}],'nextToken':'n'}",
                        "k8s_audit"),
                Arguments.of(
                        "{'records':[{'category':'kube-audit','properties':{'log':'" + text + "'}}]}", "k8s_audit"),
                Arguments.of(
                        AUDIT + "\n" + one + "\n" + HOOK + "\n{'webhook_type':'ping'}",
                        "k8s_audit aws_cloudtrail coding_agent github"),
                Arguments.of("\n \n", ""),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void eachFormHasItsEvents(String log, String sources) throws IOException {
        assertThat(read(write(log), null)).isEqualTo(sources.isEmpty() ? List.of() : List.of(sources.split(" ")));
    }

    @Test
    void aLogMayBeCompressed() throws IOException {
        Path file = folder.resolve("log.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(json("{'Records':[" + RECORD.formatted("one") + "]}").getBytes(UTF_8));
        }

        assertThat(read(file, null)).containsExactly("aws_cloudtrail");
    }

    static Stream<Arguments> mistakes() {
        String one = RECORD.formatted("one");
        return Stream.of(
                Arguments.of(
                        one + "\n{'a':1}\n", ", line 2: this is no event of a source that kguard knows: k8s_audit,"),
                Arguments.of(one + "\n{'a':\n", ", line 2: not JSON: "),
                Arguments.of("{'Records': [\n" + one + "\n", ", line 1: not JSON: "),
                Arguments.of("nonsense", ", line 1: not JSON: a value is expected at byte 1"),
                Arguments.of("{'events':[{'timestamp':1,'message':'text'}]}", ", line 1: not JSON: "),
                Arguments.of(
                        "{'hook_event_name':1}\n{'webhook_type':7}", ", line 2: this webhook has no \"webhook_type\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeHasItsPlace(String log, String message) throws IOException {
        Path file = write(log);

        assertThatThrownBy(() -> read(file, null))
                .isInstanceOf(SourceLogException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void aDamagedFileIsAnError() throws IOException {
        Path file = folder.resolve("log.gz");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 1});

        assertThatThrownBy(() -> read(file, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gzip");
    }

    @Test
    void aSourceThatIsNamedIsNotGuessed() throws IOException {
        Path file = write(RECORD.formatted("one"));

        assertThatThrownBy(() -> read(file, EventSource.K8S_AUDIT))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining("this JSON has no \"kind\"");
    }

    @Test
    void whatIsTooLargeForFalcoIsAnError() throws IOException {
        Path file = write(RECORD.formatted("x".repeat(300_000)));

        assertThatThrownBy(() -> read(file, null))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining("bytes; Falco takes at most 262144 of a plugin");
    }

    private Path write(String log) throws IOException {
        return Files.writeString(folder.resolve("log.json"), json(log));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static List<String> read(Path file, @Nullable EventSource source) throws IOException {
        List<String> sources = new ArrayList<>();
        try (SourceLog log = SourceLog.open(file, EventSources.BUILT_IN, source)) {
            for (SourceEvent event = log.next(); event != null; event = log.next()) {
                sources.add(event.source().label());
            }
        }
        return sources;
    }
}
