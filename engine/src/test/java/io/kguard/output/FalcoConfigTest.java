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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
                .isEqualTo(new AlertFormat(
                        FalcoVersion.V0_40, "lab", true, new AlertFormat.Included(false, true, false, true), true));
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

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void suggestedFieldsAreThoseOfThePluginContainer(FalcoVersion version) throws IOException {
        String text = ENABLED + "append_output: [{suggested_output: true}]\n";
        assertThat(read(text, version)
                        .output(Alerts.rule("r", "NOTICE", List.of()))
                        .template())
                .isEqualTo("%evt.arg.flags %fd.name"
                        + (version.atLeast(FalcoVersion.V0_41)
                                ? " container_id=%container.id container_name=%container.name"
                                        + " container_image_repository=%container.image.repository"
                                        + " container_image_tag=%container.image.tag"
                                        + " k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name"
                                : ""));
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
                .singleElement()
                .asString()
                .startsWith(file + ":2:1: warning: Falco " + without + " has no setting " + key + " and ignores it\n");
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
                .extracting(warning -> warning.replace(folder + "/", ""))
                .containsExactly("""
                        falco.yaml:3:12: warning: syslog_output is not supported: alerts do not go to syslog
                            enabled: true
                                     ^""", """
                        falco.yaml:4:1: warning: unknown setting json_ouput
                            json_ouput: true
                            ^
                          did you mean json_output?""", """
                        falco.yaml:6:23: warning: buffer_format_base64 is not supported: bytes are written as text, with\
                         dots for what is none
                            buffer_format_base64: true
                                                  ^""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json_output: maybe | 2:14: json_output must be true or false, not \"maybe\"",
                "priority: hot | 2:11: priority can't be \"hot\"",
                "rule_matching: some | 2:16: rule matching is \"some\"; it can be \"first\" or \"all\"",
                "file_output: {enabled: true} | 2:14: file_output is enabled, but has no filename",
                "'http_output: {enabled: true, url: localhost}' | 2:35: http_output.url must be a URL, not"
                        + " \"localhost\"",
                "append_output: [{extra_output: '%nope'}] | 2:32: append_output[0].extra_output: invalid"
                        + " formatting token nope",
                "append_output: [{extra_fields: [proc.nme]}] | 2:33: append_output[0].extra_fields[0]:"
                        + " filter_check called with nonexistent field proc.nme",
                "rules: [{allow: {rule: x}}] | 2:17: rules can be selected by enable and disable, not by allow",
                "append_output: [{extra_fields: [{a: x, a: y}]}] | 2:40: \"a\" is given twice",
                "output_timeout: [1] | 2:17: output_timeout must be a number from 1 to 2147483647, not a list",
                "'a: [' | 3:1: not valid YAML: while parsing a flow node: expected the node content, but found"
                        + " '<stream end>'",
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
    @CsvSource({
        "'', the file is empty",
        "[], 'a falco.yaml must be a mapping, not a list'",
        "just text, 'a falco.yaml must be a mapping, not \"just text\"'"
    })
    void whatIsNoMappingIsNoConfiguration(String text, String message) {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(message);
    }

    @Test
    void hostileYamlIsRefused() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + "c: " + "[".repeat(500);
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(bomb))
                .withMessageContaining("Nesting Depth exceeded max 32");
    }

    @Test
    void errorsComeBeforeWarnings() {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(ENABLED + "json_ouput: true\njson_output: maybe\npriority: hot\n"))
                .satisfies(e ->
                        assertThat(e.getMessage().replace(folder + "/", "")).isEqualTo("""
                        falco.yaml:3:14: json_output must be true or false, not "maybe"
                            json_output: maybe
                                         ^
                        falco.yaml:4:11: priority can't be "hot"
                            priority: hot
                                      ^
                          one of emergency, alert, critical, error, warning, notice, informational, debug
                        falco.yaml:2:1: warning: unknown setting json_ouput
                            json_ouput: true
                            ^
                          did you mean json_output?"""));
    }

    @Test
    void ofEqualKeysTheFirstCountsAsInFalco() throws IOException {
        FalcoConfig config = read(ENABLED + "priority: warning\npriority: debug\n");
        assertThat(config.options().minimum()).isEqualTo(Priority.WARNING);
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("falco.yaml:3:1: warning: \"priority\" is given twice");
    }

    /** The path of each value would be as long as the key if it were made before somebody asks for it. */
    @Test
    void aLongKeyWithManyValuesIsRead() throws IOException {
        String values =
                IntStream.range(0, 20_000).mapToObj(i -> "a" + i + ": 1").collect(Collectors.joining(", "));
        String text = ENABLED + "engine:\n  ? " + "k".repeat(500_000) + "\n  : {" + values + "}\n";
        assertThat(read(text).warnings()).isEmpty();
    }

    /** The falco.yaml of a checkout could name a file of the machine, lines of which would be in messages. */
    @Test
    void aFileOfACheckoutNamesNoRulesElsewhere(@TempDir Path elsewhere) throws IOException {
        Path rules = Files.writeString(elsewhere.resolve("rules.yaml"), "[]");
        Path checkout = Files.createTempDirectory(Path.of("target"), "checkout");
        Path own = Files.writeString(checkout.resolve("own.yaml"), "[]");
        Path file = Files.writeString(
                checkout.resolve("falco.yaml"),
                ENABLED + "rules_files: [%s, %s]".formatted(own.toAbsolutePath(), rules));

        FalcoConfig config = FalcoConfig.read(file, FalcoVersion.CURRENT);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> config.existingRulesFiles(warning -> {}))
                .withMessageStartingWith(file + " names the rules " + rules + ", which are neither below ");

        Path outside = Files.copy(file, elsewhere.resolve("falco.yaml"));
        assertThat(FalcoConfig.read(outside, FalcoVersion.CURRENT).existingRulesFiles(warning -> {}))
                .containsExactly(own.toAbsolutePath(), rules);
    }

    /** Alerts are in reports. */
    @Test
    void noVariableOfTheEnvironmentIsAppendedToAlerts(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("falco.yaml"), ENABLED + "append_output: [{extra_output: \"token=${TOKEN}\"}]");
        FalcoConfig config = FalcoConfig.read(file, FalcoVersion.CURRENT, name -> "secret");

        assertThat(config.output(Alerts.rule("r", "NOTICE", List.of())).template())
                .endsWith("token=${TOKEN}");
    }
}
