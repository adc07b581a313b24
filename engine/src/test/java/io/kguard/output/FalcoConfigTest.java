// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleOutput;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalcoConfigTest {
    private static final String ENABLED = "stdout_output: {enabled: true}\n";

    @TempDir
    Path folder;

    private FalcoConfig read(String text) throws IOException {
        return read(text, FalcoVersion.V0_40);
    }

    private FalcoConfig read(String text, FalcoVersion version) throws IOException {
        Path file = Files.writeString(folder.resolve("falco.yaml"), text);
        return FalcoConfig.read(file, version, Map.of("FALCO_HOSTNAME", "lab", "WHERE", "/var/log")::get);
    }

    @Test
    void whatIsNotSetIsAsInFalco() throws IOException {
        FalcoConfig config = read(ENABLED);
        assertThat(config.format()).isEqualTo(AlertFormat.text(FalcoVersion.V0_40, "lab"));
        assertThat(config.options().matching()).isEqualTo(Matching.FIRST);
        assertThat(config.options().minimum()).isEqualTo(Priority.DEBUG);
        assertThat(config.options().selections()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void settingsDecideOnRulesAndFormats() throws IOException {
        FalcoConfig config = read(ENABLED + """
                json_output: true
                json_include_output_property: false
                json_include_tags_property: false
                json_include_message_property: true
                time_format_iso_8601: true
                priority: warning
                rule_matching: all
                rules_files: [/etc/falco/a.yaml, "${WHERE}/b.yaml", "$${WHERE}"]
                rules:
                  - disable: {tag: network}
                  - enable: {rule: "Terminal*"}
                """);
        assertThat(config.format())
                .isEqualTo(new AlertFormat(FalcoVersion.V0_40, "lab", true, false, true, false, true, true));
        assertThat(config.options().matching()).isEqualTo(Matching.ALL);
        assertThat(config.options().minimum()).isEqualTo(Priority.WARNING);
        assertThat(config.options().selections())
                .containsExactly(Selection.disableTag("network"), Selection.enableRule("Terminal*"));
        assertThat(config.rulesFiles()).containsExactly("/etc/falco/a.yaml", "/var/log/b.yaml", "${WHERE}");
    }

    @Test
    void appendedOutputsGoToTheRulesThatMatch() throws IOException {
        FalcoConfig config = read(ENABLED + """
                append_output:
                  - match: {source: syscall, tags: [host]}
                    extra_output: "on CPU %evt.cpu"
                    extra_fields: [evt.hostname, {user_text: "by %user.name"}]
                  - match: {rule: other}
                    extra_output: never
                  - extra_output: "%container.info"
                """);
        assertThat(config.output(Alerts.rule("r", "NOTICE", List.of("host", "x"))))
                .isEqualTo(new RuleOutput(
                        "%evt.arg.flags %fd.name on CPU %evt.cpu container_id=%container.id"
                                + " container_name=%container.name",
                        Map.of("user_text", "by %user.name"), List.of("evt.hostname")));
        assertThat(config.output(Alerts.rule("other", "NOTICE", List.of())).template())
                .startsWith("%evt.arg.flags %fd.name never ");
    }

    @Test
    void suggestedFieldsAreThoseOfToday() throws IOException {
        String text = ENABLED + "append_output: [{suggested_output: true}]\n";
        assertThat(read(text).output(Alerts.rule("r", "NOTICE", List.of())).template())
                .isEqualTo("%evt.arg.flags %fd.name");
        assertThat(read(text, FalcoVersion.CURRENT)
                        .output(Alerts.rule("r", "NOTICE", List.of()))
                        .template())
                .endsWith(" k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name");
    }

    @ParameterizedTest
    @CsvSource({
        "json_include_output_fields_property: false, V0_40, V0_41",
        "capture: {}, V0_41, V0_42",
        "static_fields: {}, V0_41, V0_42",
        "grpc: {}, V0_44, V0_43",
        "grpc_output: {}, V0_44, V0_43",
        "container_engines: {}, V0_45, V0_44"
    })
    void settingsBelongToVersions(String setting, FalcoVersion without, FalcoVersion with) throws IOException {
        Path file = Files.writeString(folder.resolve("falco.yaml"), ENABLED + setting + "\n");
        String key = setting.substring(0, setting.indexOf(':'));
        assertThat(FalcoConfig.read(file, with, name -> null).warnings()).isEmpty();
        assertThat(FalcoConfig.read(file, without, name -> null).warnings())
                .extracting(ConfigProblem::message)
                .containsExactly("Falco " + without + " has no setting " + key + " and ignores it");
    }

    @Test
    void whatKguardDoesNotDoIsSaidAtItsPlace() throws IOException {
        FalcoConfig config = read(ENABLED + """
                syslog_output:
                  enabled: true
                json_ouput: true
                webserver: {enabled: true}
                buffer_format_base64: true
                """);
        assertThat(config.warnings())
                .extracting(problem -> problem.line() + ": " + problem.message())
                .containsExactly(
                        "3: syslog_output is not supported: alerts do not go to syslog",
                        "6: buffer_format_base64 is not supported: bytes are written as text, with dots for what is"
                                + " none",
                        "4: unknown setting json_ouput; did you mean json_output?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json_output: maybe | 2:14: error: json_output must be true or false, not \"maybe\"",
                "priority: hot | 2:11: error: priority is \"hot\"; it can be emergency, alert, critical, error, warning,"
                        + " notice, informational or debug",
                "rule_matching: some | 2:16: error: rule matching is \"some\"; it can be \"first\" or \"all\"",
                "file_output: {enabled: true} | 2:14: error: file_output is enabled, but has no filename",
                "'http_output: {enabled: true, url: localhost}' | 2:35: error: http_output.url must be a URL like"
                        + " http://localhost:2801, not \"localhost\"",
                "append_output: [{extra_output: '%nope'}] | 2:32: error: append_output[0].extra_output: invalid"
                        + " formatting token nope",
                "append_output: [{extra_fields: [proc.nme]}] | 2:33: error: append_output[0].extra_fields[0]:"
                        + " filter_check called with nonexistent field proc.nme",
                "rules: [{allow: {rule: x}}] | 2:17: error: rules can be selected by enable and disable, not by allow",
                "'a: [' | 3:1: error: not YAML: expected the node content, but found '<stream end>'",
            })
    void whatIsWrongIsToldAtItsPlace(String line, String message) {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(ENABLED + line.replace("'%nope'", "\"%nope\"") + "\n"))
                .satisfies(e -> assertThat(e.getMessage()).contains("falco.yaml:" + message));
    }

    @Test
    void noChannelAtAllIsAnErrorAsInFalco() {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read("json_output: true\n"))
                .withMessageContaining("No output configured, please make sure at least one output is configured");
    }

    @ParameterizedTest
    @CsvSource({"''", "[]", "just text"})
    void whatIsNoMappingIsNoConfiguration(String text) {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("a mapping of Falco's settings is expected");
    }

    @Test
    void hostileYamlIsRefused() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + "c: " + "[".repeat(500);
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(bomb))
                .withMessageContaining("not YAML");
    }
}
