// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario says where the message of an alert must arrive, by the values of Falco's chart. */
@Tag("trust")
class SentMessagesTest {
    private static final String VALUES = """
            falco: {priority: notice}
            falcosidekick:
              enabled: true
              config:
                slack: {webhookurl: "https://slack.example/x", minimumpriority: warning, channel: "#security"}
                teams: {webhookurl: "https://teams.example/x", minimumpriority: warning}
            customRules:
              rules.yaml: |-
                - rule: Keys read
                  desc: A key was read
                  condition: evt.type = openat and fd.name endswith .key
                  output: Keys read (file=%fd.name pod=%k8s.pod.name)
                  priority: WARNING
            """;
    private static final String SCENARIO = """
            scenario: keys-read
            title: A key is read
            attack: [T1552]
            events: keys-read.events.yaml
            fires:
              - rule: Keys read
                reaches: [slack, teams]
            """;
    private static final String EVENTS = """
            containers:
              - {name: app, image: "registry.example/app:1.4", pod: app-0, namespace: shop}
            processes:
              - {name: server, path: /usr/sbin/nginx, container: app}
            actions:
              - server: {reads: /srv/tls.key}
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private SuiteResult verify(String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        return verify(file, FalcoConfig.read(file, FalcoVersion.CURRENT));
    }

    private SuiteResult verify(Path rules, FalcoConfig config) throws IOException {
        Files.writeString(folder.resolve("keys-read.events.yaml"), EVENTS);
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(
                                List.of(Files.writeString(folder.resolve("keys-read.yaml"), SCENARIO)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(config);
        return new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }

    @Test
    void theCheckPassesIfTheMessageArrives() throws IOException {
        SuiteResult result = verify(VALUES);

        assertThat(result.isGreen()).as(String.join("\n", lines)).isTrue();
        assertThat(lines)
                .contains("From alert to action in keys-read:")
                .contains("  Falcosidekick  receives it")
                .anySatisfy(line -> assertThat(line)
                        .contains("Slack")
                        .contains("#security: ")
                        .contains("Warning Keys read"))
                .noneMatch(line -> line.contains("no message")) // of outputs that nobody configured nothing is said
                .allMatch(line -> line.length() <= 80);
        assertThat(Files.readString(folder.resolve("reports/results.json")))
                .contains("\"messages\": [{\"output\": \"slack\", \"text\": \"")
                .contains("\"unsent\": []");
        assertThat(Files.readString(folder.resolve("reports/report.html")))
                .contains("Slack shows in #security")
                .contains("Teams shows")
                .contains("app-0");
    }

    /** What breaks the chain at any link is no pass. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            priority: WARNING        | priority: NOTICE       | FAILED | but its message does not arrive
            minimumpriority: warning, | minimumpriority: error, | FAILED | Slack: its priority Warning is lower than the minimumpriority Error
            priority: notice         | priority: error        | ERROR  | can't be judged in scenario keys-read
            rule: Keys read          | rule: Keys are read    | ERROR  | can't be judged in scenario keys-read
            endswith .key            | endswith .pem          | FAILED | did not fire in scenario keys-read
            webhookurl: "https://teams.example/x", minimumpriority: warning | webhookurl: "" | FAILED | has no falcosidekick.config.teams.webhookurl
            enabled: true            | enabled: false         | FAILED | falcosidekick.enabled is not true
            priority: notice         | json_include_output_fields_property: false | FAILED | refuses the alert: output_fields is empty
            """)
    void aBrokenLinkIsNoPass(String text, String replacement, String verdict, String reason) throws IOException {
        SuiteResult result = verify(VALUES.replace(text, replacement));

        assertThat(result.isGreen()).isFalse();
        assertThat(lines).contains(verdict).anySatisfy(line -> assertThat(line).contains(reason));
    }

    @Test
    void withoutValuesNothingIsProven() throws IOException {
        Path rules = Files.writeString(folder.resolve("values.yaml"), VALUES);
        Path falco = Files.writeString(folder.resolve("falco.yaml"), "stdout_output: {enabled: true}\n");

        SuiteResult result = verify(rules, FalcoConfig.read(falco, FalcoVersion.CURRENT));

        assertThat(result.errors()).isEqualTo(1);
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("Name the values of Falco's Helm chart"));
    }
}
