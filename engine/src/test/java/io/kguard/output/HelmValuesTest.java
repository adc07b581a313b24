// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static io.kguard.output.ChatOutput.SLACK;
import static io.kguard.output.ChatOutput.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Priority;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of Falco's Helm chart: what Falco writes with them, and what Falcosidekick sends. */
class HelmValuesTest {
    private static final String SECRET = "https://hooks.slack.com/services/T1/B2/s3cr3t";
    private static final String VALUES = """
            falco:
              priority: notice
            falcosidekick:
              enabled: true
              config:
                slack:
                  webhookurl: %s
                  channel: "#security"
                  minimumpriority: error
                teams:
                  webhookurl: https://teams.example/hook
            customRules:
              rules.yaml: |-
                - rule: Shell
                  desc: d
                  condition: evt.type = execve
                  output: o
                  priority: ERROR
            """.formatted(SECRET);

    @TempDir
    Path folder;

    private FalcoConfig read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), text);
        return FalcoConfig.read(file, FalcoVersion.V0_45, Map.of("LEVEL", "error")::get);
    }

    private static Alert alert(String priority) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("k8s.pod.name", "jenkins-0");
        fields.put("proc.tty", 34816L);
        return new Alert(Alerts.rule("Shell", priority, List.of("T1609")), 7, Alerts.TIMESTAMP, "A shell", fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "driver: {enabled: false}",
                "driver: {kind: gvisor}",
                "extra: {args: [--disable-source, syscall]}",
                "extra: {args: [--disable-source=syscall]}",
                "extra: {args: ['--enable-source k8s_audit']}",
                "extra: {args: [-o, engine.kind=nodriver]}"
            })
    @Tag("trust")
    void withoutADriverFalcoSeesNothing(String values) throws IOException {
        assertThat(read(VALUES + values + "\n").unseen())
                .singleElement()
                .asString()
                .contains("Falco sees");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "driver: {enabled: true, kind: modern_ebpf}",
                "driver: {kind: auto}",
                "extra: {args: [--disable-source, k8s_audit]}",
                "extra: {args: [--enable-source, syscall, --enable-source, k8s_audit]}"
            })
    void withADriverItSeesSystemCalls(String values) throws IOException {
        assertThat(read(VALUES + values + "\n").unseen()).isEmpty();
    }

    /** Helm makes a falco.yaml of them, and Falco loads no rule of that. */
    @ParameterizedTest
    @ValueSource(strings = {"", "  json_output: true\n", "  rules_files: [/etc/falco/rules.d]\n"})
    @Tag("trust")
    void rulesBelowFalcoAreInVain(String beside) throws IOException {
        String values = "falco:\n" + beside + "  customRules: {r.yaml: \"- list: a\\n  items: []\\n\"}\n";
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(values))
                .withMessageContaining("customRules below falco")
                .withMessageContaining("move customRules to the top of the values");
        assertThat(RuleLoader.of(FalcoVersion.V0_45)
                        .load(folder.resolve("values.yaml"))
                        .errors())
                .singleElement()
                .asString()
                .contains("customRules below falco");
    }

    @Test
    void rulesOfAChartAroundFalcosAreThere() throws IOException {
        FalcoConfig config =
                read("falco: {driver: {kind: kmod}, customRules: {r.yaml: \"- list: a\\n  items: []\\n\"}}");

        assertThat(config.rulesFiles()).hasSize(1);
        assertThat(RuleLoader.of(FalcoVersion.V0_45)
                        .load(folder.resolve("values.yaml"))
                        .lists())
                .hasSize(1);
    }

    @Test
    void theChartMakesFalcoWriteJsonForFalcosidekick() throws IOException {
        FalcoConfig config = read(VALUES);

        SentAlert sent = config.send(alert("ERROR"));

        assertThat(sent.line())
                .startsWith("{\"hostname\":\"kguard-node\",\"output\":")
                .contains("\"tags\":[\"T1609\"]");
        assertThat(sent.payload()).hasValueSatisfying(payload -> {
            assertThat(payload.rule()).isEqualTo("Shell");
            assertThat(payload.json()).contains("\"k8s.pod.name\":\"jenkins-0\",\"proc.tty\":34816");
        });
        assertThat(config.options().minimum()).isEqualTo(Priority.NOTICE);
        assertThat(config.rulesFiles())
                .containsExactly(folder.resolve("values.yaml").toString());
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aMessageIsAsItsSettingsSay() throws IOException {
        SentAlert sent = read(VALUES).send(alert("ERROR"));

        assertThat(sent.message(SLACK)).hasValueSatisfying(message -> {
            assertThat(message.channel()).isEqualTo("#security");
            assertThat(message.text()).endsWith("Error A shell");
            assertThat(message.field("k8s.pod.name")).contains("jenkins-0");
            assertThat(message.field("proc.tty")).isEmpty();
            assertThat(message.json()).contains("\"channel\":\"#security\"").doesNotContain("s3cr3t");
        });
        assertThat(sent.message(TEAMS)).hasValueSatisfying(message -> {
            assertThat(message.color()).isEqualTo("#ffc700");
            assertThat(message.field("tags"))
                    .contains(", T1609"); // the chart sets CUSTOMTAGS to an empty text, which is a tag
        });
    }

    /** Each change keeps the message from Slack. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            minimumpriority: error  | minimumpriority: critical | priority Error is lower than the minimumpriority Critical at .*values.yaml:9:24
            enabled: true           | enabled: false            | falcosidekick.enabled is not true in .*values.yaml
            slack:                  | slcak:                    | has no falcosidekick.config.slack
            priority: notice        | json_include_output_fields_property: false | refuses the alert: output_fields is empty
            """)
    void whatKeepsAMessageBackIsSaid(String text, String replacement, String reason) throws IOException {
        SentAlert sent = read(VALUES.replace(text, replacement)).send(alert("ERROR"));

        assertThat(sent.message(SLACK)).isEmpty();
        assertThat(sent.reason(SLACK)).containsPattern(reason);
    }

    @Test
    void onlyTheOutputsWithAHigherMinimumAreLeftOut() throws IOException {
        SentAlert sent = read(VALUES).send(alert("WARNING"));

        assertThat(sent.message(SLACK)).isEmpty();
        assertThat(sent.message(TEAMS)).isPresent();
    }

    @Test
    void settingsOfFalcoChangeTheAlert() throws IOException {
        String line = read(VALUES.replace(
                        "priority: notice", "json_include_tags_property: false\n  json_include_message_property: true"))
                .send(alert("ERROR"))
                .line();

        assertThat(line).contains("\"message\":\"A shell\"").doesNotContain("T1609");
    }

    @Test
    void formatsLeavePartsOut() throws IOException {
        String values = VALUES.replace("channel: \"#security\"", "outputformat: text")
                .replace("https://teams.example/hook", "https://teams.example/hook\n      outputformat: facts");

        SentAlert sent = read(values).send(alert("ERROR"));

        assertThat(sent.message(SLACK)).hasValueSatisfying(message -> {
            assertThat(message.text()).isNotEmpty();
            assertThat(message.fields()).isEmpty();
        });
        assertThat(sent.message(TEAMS)).hasValueSatisfying(message -> {
            assertThat(message.text()).isEmpty();
            assertThat(message.fields()).isNotEmpty();
        });
    }

    @Test
    void valuesOfAChartAroundFalcosAreRead() throws IOException {
        String inner = "falco:\n" + VALUES.indent(2) + "other-chart: {a: 1}\n";

        assertThat(read(inner).send(alert("ERROR")).messages()).hasSize(2);
        assertThat(read(inner).warnings()).isEmpty();
    }

    @Test
    void falcoReplacesVariablesAndFalcosidekickDoesNot() throws IOException {
        String values =
                VALUES.replace("priority: notice", "priority: ${LEVEL}").replace("\"#security\"", "\"${LEVEL}\"");

        FalcoConfig config = read(values);

        assertThat(config.options().minimum()).isEqualTo(Priority.ERROR);
        assertThat(config.send(alert("ERROR")).message(SLACK).orElseThrow().channel())
                .isEqualTo("${LEVEL}");
    }

    @Test
    void whatIsNotSimulatedIsNamed() throws IOException {
        FalcoConfig config =
                read(VALUES.replace("slack:", "datadog: {apikey: s3cr3t}\n    kafka: {topic: \"\"}\n    slack:")
                        + "driver: {kind: modern_ebpf}\ntolerations: []\n");

        assertThat(config.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).endsWith("not simulated: falcosidekick.config.datadog"))
                .anySatisfy(warning -> assertThat(warning).endsWith("not simulated: driver"));
    }

    /** Values that are to be filled in elsewhere are no mistake, as long as no one needs the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhookurl: ""                      | config.slack has no webhookurl, so | has no falcosidekick.config.slack.webhookurl
            webhookurl: hooks.slack.com/s3cr3t  | config.slack.webhookurl is no URL that begins with | is no URL
            webhookurl: <s3cr3t of your Slack>  | config.slack.webhookurl is no URL that begins with | is no URL
            webhookUrl: https://slack.io/s3cr3t | did you mean webhookurl? | has no falcosidekick.config.slack.webhookurl
            """)
    @Tag("trust")
    void aPlaceholderIsAWarningAndNoMessageArrives(String setting, String warning, String reason) throws IOException {
        FalcoConfig config = read(VALUES.replace("webhookurl: " + SECRET, setting));

        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains(warning)
                .doesNotContain("s3cr3t");
        assertThat(config.send(alert("ERROR")).message(SLACK)).isEmpty();
        assertThat(config.send(alert("ERROR")).reason(SLACK)).contains(reason).doesNotContain("s3cr3t");
        assertThat(config.send(alert("ERROR")).message(TEAMS)).isPresent();
    }

    @Test
    void valuesOfFalcosidekicksOwnChartAreRead() throws IOException {
        FalcoConfig config = read("""
                replicaCount: 2
                image: {tag: "2.33"}
                config:
                  slack: {webhookurl: "https://hooks.slack.com/a", minimumpriority: error}
                  loki: {hostport: ""}
                """);

        assertThat(config.send(alert("ERROR")).messages()).hasSize(1);
        assertThat(config.send(alert("NOTICE")).reason(SLACK)).contains("minimumpriority Error at");
        assertThat(config.send(alert("ERROR")).reason(ChatOutput.LOKI)).contains("has no config.loki.hostport");
        assertThat(config.send(alert("ERROR")).reason(ChatOutput.OPSGENIE))
                .contains("have no falcosidekick.config.opsgenie");
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("it is taken that Falco sends it all alerts as JSON");
    }

    /** What Falcosidekick's code makes of the same settings and alert. */
    @Test
    void eachOutputHasItsMessage() throws IOException {
        SentAlert sent = read("""
                falcosidekick:
                  enabled: true
                  config:
                    customfields: "env:prod"
                    customtags: edge
                    templatedfields: 'where:{{ or (index . "k8s.ns.name") "here" }}/{{ .env }}'
                    slack:
                      webhookurl: https://hooks.slack.com/a
                      outputformat: text
                      messageformat: |-
                        Alert {{ .Rule }}{{ if eq .Priority "Error" }} ({{ index .OutputFields "k8s.pod.name" }}){{ end }}
                    webhook: {address: "https://a.example"}
                    alertmanager: {hostport: "http://a:9093", expireafter: "60", extralabels: "a:b"}
                    loki: {hostport: "http://loki:3100", extralabels: proc.name}
                    elasticsearch: {hostport: "http://es:9200", flattenfields: true}
                    pagerduty: {routingkey: s3cr3t}
                    opsgenie: {apikey: s3cr3t}
                """).send(alert("ERROR"));

        assertThat(sent.message(SLACK).orElseThrow().json())
                .startsWith("{\"text\":\"Alert Shell (jenkins-0)\",\"username\":\"Falcosidekick\"")
                .contains("imgs/falcosidekick_color.png")
                .endsWith(",\"fields\":null}]}");
        assertThat(sent.messages()).noneMatch(message -> message.json().contains("s3cr3t"));
        assertThat(json(sent, ChatOutput.WEBHOOK))
                .contains("\"output_fields\":{\"env\":\"prod\",")
                .contains("\"proc.tty\":34816,\"where\":\"here/prod\"}")
                .contains("\"tags\":[\"T1609\",\"edge\"],\"hostname\":\"kguard-node\"}");
        assertThat(json(sent, ChatOutput.ALERTMANAGER))
                .startsWith("[{\"labels\":{\"a\":\"b\",\"alertname\":\"Shell\",\"env\":\"prod\",")
                .contains("\"k8s_pod_name\":\"jenkins-0\",\"priority\":\"Error\",\"proc_tty\":\"34816\"")
                .contains("\"severity\":\"warning\",\"source\":\"falco\",\"tags\":\"T1609,edge\"")
                .contains("\"summary\":\"Shell\"},\"endsAt\":\"20");
        assertThat(json(sent, ChatOutput.LOKI))
                .contains("\"env\":\"prod\"", "\"k8s_pod_name\":\"jenkins-0\"", "\"where\":\"here/prod\"")
                .doesNotContain("proc_tty");
        assertThat(json(sent, ChatOutput.ELASTICSEARCH))
                .contains("\"k8s_pod_name\":\"jenkins-0\",\"proc_tty\":34816", "\"@timestamp\":\"20");
        assertThat(json(sent, ChatOutput.PAGERDUTY))
                .contains("\"event_action\":\"trigger\"", "\"severity\":\"critical\"", "\"hostname\":\"kguard-node\"");
        assertThat(json(sent, ChatOutput.OPSGENIE))
                .contains("\"entity\":\"Falcosidekick\",\"description\":\"Shell\"", "\"priority\":\"P3\"")
                .doesNotContain("proc_tty");
    }

    private static String json(SentAlert sent, ChatOutput output) {
        return sent.message(output)
                .orElseThrow(() -> new AssertionError(sent.reason(output)))
                .json();
    }

    /** Rules beside a template of Falcosidekick are no template of Helm. */
    @Test
    void aTemplateOfAMessageIsNoneOfHelm() throws IOException {
        String block = "messageformat: |\n        {{ .Rule }}\n\n        {{ .Output }}\n      username: x";
        for (String format : List.of("messageformat: '{{ .Rule }}'", block)) {
            FalcoConfig config = read(VALUES.replace("channel: \"#security\"", format));

            assertThat(RuleLoader.of(FalcoVersion.V0_45)
                            .load(folder.resolve("values.yaml"))
                            .errors())
                    .isEmpty();
            assertThat(config.send(alert("ERROR")).message(SLACK).orElseThrow().json())
                    .contains("\"text\":\"Shell");
        }
        read(VALUES.replace("channel: \"#security\"", block).replace("desc: d", "desc: \"{{ .Values.d }}\""));
        assertThat(RuleLoader.of(FalcoVersion.V0_45)
                        .load(folder.resolve("values.yaml"))
                        .errors())
                .singleElement()
                .asString()
                .contains("this is a template");
    }

    @Test
    void aTemplateThatIsNotSupportedIsNamed() throws IOException {
        FalcoConfig config = read(VALUES.replace("channel: \"#security\"", "messageformat: '{{ .Time.Unix | html }}'"));

        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("not simulated: falcosidekick.config.slack.messageformat, because html is not supported");
        assertThat(config.send(alert("ERROR")).message(SLACK).orElseThrow().json())
                .startsWith("{\"username\"");
    }

    /** No message shows a line that may have the URL of a webhook. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhookurl: https://hooks.slack.com/services/T1/B2/s3cr3t | webhookurl: [s3cr3t] | values.yaml:7:19: falcosidekick.config.slack.webhookurl must be a string
            minimumpriority: error | minimumpriority: eror | values.yaml:9:24: falcosidekick.config.slack.minimumpriority can't be "eror"
            minimumpriority: error | minimumpriority: info | one of emergency, alert, critical, error, warning, notice, informational, debug
            minimumpriority: error | outputformat: facts | falcosidekick.config.slack.outputformat can't be "facts"
            enabled: true          | enabled: maybe | falcosidekick.enabled must be true or false
            priority: notice       | priority: urgent | falco.priority can't be "urgent"
            priority: notice       | rules_files: [/etc/falco/falco_rules.yaml] | so Falco does not load the customRules
            """)
    void mistakesHaveTheirPlace(String text, String replacement, String message) {
        assertThatExceptionOfType(FalcoConfigException.class)
                .isThrownBy(() -> read(VALUES.replace(text, replacement)))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr3t"));
    }

    @Test
    void aWebhookMayBeInASecret() throws IOException {
        FalcoConfig config = read(VALUES.replace("webhookurl: " + SECRET, "icon: \"\"")
                .replace("config:", "config:\n    existingSecret: falcosidekick"));

        assertThat(config.send(alert("ERROR")).message(SLACK)).isPresent();
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("It is taken that the Secret of falcosidekick.config.existingSecret has it");
    }

    /** The Secret may be for other outputs. */
    @Test
    void anOutputOfWhichNothingIsSaidHasNoWebhookInASecret() throws IOException {
        FalcoConfig config = read("""
                falcosidekick:
                  enabled: true
                  config:
                    existingSecret: falcosidekick
                    slack: {webhookurl: "", outputformat: all, minimumpriority: ""}
                """);

        assertThat(config.send(alert("ERROR")).reason(SLACK)).contains("has no falcosidekick.config.slack.webhookurl");
    }

    @Test
    void whatTheChartOverridesIsSaid() throws IOException {
        assertThat(read(VALUES.replace("priority: notice", "json_output: false"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("falco.json_output has no effect: the chart makes it true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdout_output: {enabled: true}\n", "stdout_output: {enabled: true}\njson_output: true\n"})
    void aFalcoYamlDoesNotSayWhatFalcosidekickSends(String text) throws IOException {
        FalcoConfig config = read(text);

        assertThat(config.knowsSidekick()).isFalse();
        assertThat(config.send(alert("ERROR")).messages()).isEmpty();
    }
}
