// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An alert is the same, whatever a store put around it. */
class AlertLogTest {
    private static final String ALERT =
            "{\"hostname\":\"n1\",\"output\":\"12:00 Notice shell\",\"priority\":\"Notice\","
                    + "\"rule\":\"Shell\",\"source\":\"syscall\",\"tags\":[],\"time\":\"2026-11-30T12:00:00.5Z\","
                    + "\"output_fields\":{\"proc.name\":\"bash\",\"proc.tty\":34816,\"k8s.ns.name\":null,\"proc.aname[2]\":\"sshd\"}}";
    private static final String ESCAPED = ALERT.replace("\"", "\\\"");
    private static final String FLAT = ALERT.replace("proc.name", "proc_name")
            .replace("proc.tty", "proctty")
            .replace("proc.aname[2]", "proc_aname2");

    @TempDir
    Path folder;

    private final List<FalcoAlert> alerts = new ArrayList<>();

    static List<String> stored() {
        return List.of(
                ALERT,
                FLAT,
                "2026-11-30T12:00:00.5Z stdout F " + ALERT,
                "Nov 30 12:00:00 n1 falco[7]: " + ALERT,
                "{\"log\":\"" + ESCAPED + "\\n\",\"stream\":\"stdout\"}",
                "{\"labels\":{\"app\":\"falco\"},\"line\":\"" + ESCAPED + "\",\"timestamp\":\"2026-11-30T12:00:00Z\"}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{\"app\":\"f\"},"
                        + "\"values\":[[\"1\",\"" + ESCAPED + "\"]]}]}}",
                "{\"hits\":{\"total\":{\"value\":1},\"hits\":[{\"_index\":\"falco\",\"_source\":" + ALERT + "}]}}",
                "{\"index\":{\"_index\":\"falco\"}}\n" + ALERT,
                "{\"preview\":false,\"result\":{\"_raw\":\"" + ESCAPED + "\"}}",
                "{\"time\":1,\"sourcetype\":\"falco\",\"event\":" + ALERT + "}",
                "{\"events\":[{\"timestamp\":1,\"message\":\"" + ESCAPED + "\",\"eventId\":\"3\"}]}",
                "{\"results\":[[{\"field\":\"@timestamp\",\"value\":\"1\"},{\"field\":\"@message\",\"value\":\""
                        + ESCAPED + "\"}]]}",
                "{\n  \"logEvents\": [\n    {\"message\": \"" + ESCAPED + "\"}\n  ]\n}\n",
                ALERT.replace(
                        "\"proc.name\":\"bash\",\"proc.tty\":34816", "\"proc\":{\"name\":\"bash\",\"tty\":34816}"),
                ALERT.replace("output_fields", "outputFields"));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void anAlertIsTheSameInEachStore(String stored) throws IOException {
        read(stored);
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo("Shell");
            assertThat(alert.time()).isNotNull().hasToString("2026-11-30T12:00:00.500Z");
            assertThat(alert.output()).isEqualTo("12:00 Notice shell");
            assertThat(alert.fields())
                    .isEqualTo(Map.of("proc.name", "bash", "proc.tty", "34816", "proc.aname[2]", "sshd"));
        });
    }

    @Test
    void labelsOfLokiAreWhatFalcosidekickToldOfTheAlert() throws IOException {
        read("{\"stream\":{\"rule\":\"Shell\",\"source\":\"syscall\",\"k8s_ns_name\":\"shop\",\"proc_name\":\"bash\","
                + "\"hostname\":\"n1\"},\"values\":[[\"1\",\"12:00 Notice shell\"],[\"2\",\"12:01 Notice shell\"]]}");
        assertThat(alerts)
                .hasSize(2)
                .allSatisfy(alert ->
                        assertThat(alert.fields()).isEqualTo(Map.of("k8s.ns.name", "shop", "proc.name", "bash")));
    }

    @Test
    void whatIsNoAlertAndWhatIsDamagedIsCounted() throws IOException {
        AlertLog.Read read = read("Falco version: 0.44.0\n{\"level\":\"info\",\"msg\":\"starts\"}\n" + ALERT + "\n"
                + ALERT.substring(0, 200) + "\n"
                + ALERT.replace("output_fields", "fields").replace("output", "text"));
        assertThat(read.alerts()).isEqualTo(1);
        assertThat(read.others()).isEqualTo(3);
        assertThat(read.damaged()).isEqualTo(1);
        assertThat(read.named()).singleElement().asString().contains("alerts.json, line 4: ");
        assertThat(read.lines()).first().isEqualTo("Read: 1 alert, 3 lines that are no alert, 1 damaged lines:");
    }

    @Test
    void filesOfAFolderMayBeCompressed() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.write(logs.resolve("a.json.gz"), compressed(ALERT + "\n" + ALERT));
        Files.writeString(logs.resolve("b.json"), ALERT);
        assertThat(AlertLog.read(List.of(logs), alerts::add).alerts()).isEqualTo(3);
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        byte[] whole = compressed(ALERT.repeat(20));
        Path cut = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> AlertLog.read(List.of(cut), alerts::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut.json.gz");
    }

    @Test
    void aFileWithoutAlertsIsRefused() {
        assertThatThrownBy(() -> read("12:00:00.0: Notice A shell was spawned"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(
                        "alerts.json has no alert of Falco. Save Falco's output with json_output: true, or"
                                + " what its outputs stored, as JSON.");
        assertThatThrownBy(() -> read("{\n  \"hits\": [\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither lines of JSON nor one document");
        assertThatThrownBy(() -> read("[".repeat(5000) + ALERT)).isInstanceOf(IOException.class);
    }

    private AlertLog.Read read(String text) throws IOException {
        return AlertLog.read(List.of(Files.writeString(folder.resolve("alerts.json"), text)), alerts::add);
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
