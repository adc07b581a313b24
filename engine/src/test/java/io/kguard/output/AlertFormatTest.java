// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertFormatTest {
    private static final AlertFormat JSON = AlertFormat.json(FalcoVersion.V0_40, "vm");

    private static Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("fd.num", 4L);
        fields.put("evt.arg.flags", "O_RDONLY|O_CLOEXEC");
        fields.put("fd.name", "/etc/ld.so.cache");
        return fields;
    }

    @Test
    void jsonHasItsKeysSortedAndTheTimeAmongTheFields() {
        Alert alert = Alerts.alert("O_RDONLY|O_CLOEXEC /etc/ld.so.cache 4", fields());
        assertThat(JSON.line(alert))
                .isEqualTo("{\"hostname\":\"vm\",\"output\":\"17:35:48.519118265: Informational O_RDONLY|O_CLOEXEC"
                        + " /etc/ld.so.cache 4\",\"output_fields\":{\"evt.arg.flags\":\"O_RDONLY|O_CLOEXEC\","
                        + "\"evt.time\":1534527348519118265,\"fd.name\":\"/etc/ld.so.cache\",\"fd.num\":4},"
                        + "\"priority\":\"Informational\",\"rule\":\"r2\",\"source\":\"syscall\",\"tags\":[],"
                        + "\"time\":\"2018-08-17T17:35:48.519118265Z\"}");
    }

    @Test
    void whatIsNotWantedIsLeftOutAndWhatIsWantedComesIn() {
        AlertFormat.Included message = new AlertFormat.Included(false, true, false, false);
        AlertFormat format = new AlertFormat(FalcoVersion.CURRENT, "vm", true, message, true);
        assertThat(format.line(Alerts.alert("m", fields())))
                .isEqualTo("{\"hostname\":\"vm\",\"message\":\"m\",\"priority\":\"Informational\",\"rule\":\"r2\","
                        + "\"source\":\"syscall\",\"time\":\"2018-08-17T17:35:48.519118265Z\"}");
    }

    @Test
    void isoTimesNameTheirFieldAccordingly() {
        AlertFormat format = new AlertFormat(
                FalcoVersion.V0_40, "vm", true, new AlertFormat.Included(true, false, true, true), true);
        assertThat(format.line(Alerts.alert("m", Map.of())))
                .contains("\"output\":\"2018-08-17T17:35:48.519118265+0000: Informational m\"")
                .contains("\"output_fields\":{\"evt.time.iso8601\":1534527348519118265}");
    }

    @Test
    void textsSince045EscapeWhatCouldBeTakenForAnotherLine() {
        Alert alert = Alerts.alert("a \"b\" \\ \n\u0001 é", Map.of());
        assertThat(AlertFormat.text(FalcoVersion.V0_44, "vm").line(alert))
                .isEqualTo("17:35:48.519118265: Informational a \"b\" \\ \n\u0001 é");
        assertThat(AlertFormat.text(FalcoVersion.V0_45, "vm").line(alert))
                .isEqualTo("17:35:48.519118265: Informational a \\\"b\\\" \\\\ \\n\\u0001 é");
    }

    /** Falco's printed alerts are parsed, and printing them gives the same bytes. */
    @Test
    @RequiresShared
    void everyAlertThatFalcoPrintedIsPrintedTheSame() throws IOException {
        AlertFormat format = AlertFormat.json(FalcoVersion.V0_40, "lab");
        List<String> different = new ArrayList<>();
        int count = 0;
        for (Path file : files()) {
            for (String line : Files.readAllLines(file, ISO_8859_1)) {
                String text = new String(line.getBytes(ISO_8859_1), UTF_8);
                count++;
                if (!format.line(alert(line)).equals(text)) {
                    different.add(text + "\n" + format.line(alert(line)));
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(count).isGreaterThan(1000);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("conformance/captures"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static Alert alert(String latin1) {
        Map<?, ?> json = (Map<?, ?>) decoded(JsonValue.parse(latin1).tree());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) json.get("output_fields")).forEach((key, value) -> fields.put(key.toString(), value));
        String priority = json.get("priority").toString();
        String output = json.get("output").toString();
        List<String> tags =
                ((List<?>) json.get("tags")).stream().map(Object::toString).toList();
        return new Alert(
                Alerts.rule(json.get("rule").toString(), priority, tags),
                1,
                (Long) fields.get("evt.time"),
                output.substring(output.indexOf(": ") + 3 + priority.length()),
                fields);
    }

    private static @Nullable Object decoded(@Nullable Object value) {
        if (value instanceof String text) {
            return new String(text.getBytes(ISO_8859_1), UTF_8);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> decoded = new LinkedHashMap<>();
            map.forEach((key, element) -> decoded.put(key, decoded(element)));
            return decoded;
        }
        return value;
    }
}
