// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How alerts get to Falco Talon, and where the way is broken. */
@Tag("trust")
class TalonRouteTest {
    private static final String VALUES = """
            falco:
              json_include_output_fields_property: true
            falcosidekick:
              enabled: true
              config:
                existingSecret: ""
                extraEnv: []
                talon:
                  address: http://falco-talon:2803
                  minimumpriority: warning
            falco-talon:
              config: {deduplication: {timeWindowSeconds: 7}}
            """;
    private static final String FALCO = """
            json_output: true
            json_include_output_fields_property: true
            http_output:
              enabled: true
              url: http://falcosidekick:2801
              compress_uploads: false
            stdout_output: {enabled: true}
            """;

    @TempDir
    private Path folder;

    private TalonRoute route(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), text);
        return FalcoConfig.talonRoute(FalcoConfig.read(file, FalcoVersion.V0_45, Map.<String, String>of()::get));
    }

    private static Alert alert(String priority) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("k8s.pod.name", "jenkins-0");
        return new Alert(Alerts.rule("Shell", priority, List.of("T1609")), 7, Alerts.TIMESTAMP, "A shell", fields);
    }

    private static String replaced(String text, String part, String other) {
        assertThat(text).contains(part);
        return text.replace(part, other);
    }

    @Test
    void anAlertArrives() throws IOException {
        TalonRoute route = route(VALUES);
        TalonAlert arrived = route.send(alert("WARNING"));

        assertThat(route.broken()).isEmpty();
        assertThat(route.assumption()).isEmpty();
        assertThat(route.window()).isEqualTo(Duration.ofSeconds(7));
        assertThat(arrived.arrives()).isTrue();
        assertThat(arrived.text()).isEqualTo("A shell"); // without time and priority
        assertThat(arrived.tags()).containsExactly("", "T1609"); // the chart sets CUSTOMTAGS
        assertThat(arrived.hostname()).isEqualTo("kguard-node");
        assertThat(arrived.alert().fields())
                .containsEntry("k8s.pod.name", "jenkins-0")
                .containsKey("evt.time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enabled: true                    | enabled: false | falcosidekick.enabled is not true in .*values.yaml, so no alert arrives.*
            address: http://falco-talon:2803 | checkcert: true | Falcosidekick sends nothing to Falco Talon, because .*values.yaml has no falcosidekick.config.talon.address.*
            address: http://falco-talon:2803 | address: '' | .*has no falcosidekick.config.talon.address.*
            property: true                   | property: false | json_include_output_fields_property is false in .*, and Falcosidekick refuses alerts without output fields
            """)
    void theValuesSayWhereTheChainBreaks(String part, String other, String reason) throws IOException {
        String values = part.startsWith("property")
                ? replaced(
                        VALUES,
                        "json_include_output_fields_" + part,
                        other.replace("property:", "json_include_output_fields_property:"))
                : replaced(VALUES, part, other);
        TalonRoute route = route(values);
        assertThat(route.broken()).matches(reason);
        assertThat(route.send(alert("ERROR")).missed()).isEqualTo(route.broken());
    }

    @Test
    void belowTheMinimumNothingArrives() throws IOException {
        assertThat(route(VALUES).send(alert("NOTICE")).missed())
                .contains("Falcosidekick does not send it to Falco Talon")
                .contains("its priority Notice is lower than the minimumpriority Warning at ")
                .endsWith("values.yaml:10:24");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            existingSecret: ''              | existingSecret: mine | It is taken that .* a Secret.*
            extraEnv: []                    | extraEnv: [{name: TALON_ADDRESS, valueFrom: {secretKeyRef: {name: a, key: b}}}] | It is taken that .* a Secret.*
            extraEnv: []                    | extraEnv: [{name: TALON_ADDRESS, value: 'http://talon:2803'}] | ''
            """)
    void theAddressMayBeElsewhere(String part, String other, String assumption) throws IOException {
        String without = replaced(VALUES, "address: http://falco-talon:2803", "checkcert: true");
        TalonRoute route = route(replaced(without, part.replace("''", "\"\""), other));
        assertThat(route.broken()).isEmpty();
        assertThat(route.assumption()).matches(assumption);
        assertThat(route.send(alert("ERROR")).arrives()).isTrue();
    }

    @Test
    void aVariableOfTheEnvironmentWins() throws IOException {
        TalonRoute route =
                route(replaced(VALUES, "extraEnv: []", "extraEnv: [{name: TALON_MINIMUMPRIORITY, value: critical}]"));
        assertThat(route.send(alert("ERROR")).missed()).contains("minimumpriority Critical");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> route(replaced(VALUES, "http://falco-talon:2803", "falco-talon:2803")))
                .withMessageContaining("values.yaml:9:16: falcosidekick.config.talon.address must be a URL");
    }

    @Test
    void tagsThatFalcoDoesNotWriteDoNotArrive() throws IOException {
        TalonRoute route = route(FALCO + "json_include_tags_property: false\n");
        assertThat(route.send(alert("ERROR")).tags()).isEmpty();
    }

    @Test
    void aTextWithItsDateIsOfOneAlert() throws IOException {
        assertThat(route(FALCO + "time_format_iso_8601: true\n")
                        .send(alert("ERROR"))
                        .text())
                .endsWith(": Error A shell")
                .startsWith("20");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enabled: true\\n  url     | enabled: false\\n  url     | http_output is not enabled in .*values.yaml, so no alert leaves Falco for Falcosidekick
            json_output: true         | json_output: false         | json_output is not true in .*values.yaml, and Falcosidekick reads nothing but JSON
            fields_property: true     | fields_property: false     | json_include_output_fields_property is false in .*
            """)
    void aFalcoYamlSaysWhereTheChainBreaks(String part, String other, String reason) throws IOException {
        assertThat(route(FALCO).broken()).isEmpty();
        TalonRoute route = route(replaced(FALCO, part.replace("\\n", "\n"), other.replace("\\n", "\n")));
        assertThat(route.broken()).matches(reason);
    }

    /** Falco asks for compressed answers. What it sends is as it is. */
    @Test
    void compressedUploadsArrive() throws IOException {
        TalonRoute route = route(replaced(FALCO, "compress_uploads: false", "compress_uploads: true"));
        assertThat(route.broken()).isEmpty();
        assertThat(route.send(alert("ERROR")).arrives()).isTrue();
    }

    @Test
    void syslogAloneIsAnOutput() throws IOException {
        assertThat(route("syslog_output: {enabled: true}\n").broken()).contains("no alert leaves Falco");
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> route("syslog_output: {enabled: false}\n"))
                .withMessageContaining("No output configured");
    }

    @Test
    void withoutAConfigurationEachAlertArrives() {
        Alert alert = alert("DEBUG");
        TalonAlert arrived = FalcoConfig.talonRoute(null).send(alert);
        assertThat(arrived.arrives()).isTrue();
        assertThat(arrived.alert()).isEqualTo(alert);
        assertThat(TalonRoute.DIRECT.window()).isEqualTo(Duration.ofSeconds(5));
    }
}
