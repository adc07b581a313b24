// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventScript;
import io.kguard.engine.Alert;
import io.kguard.engine.ConformanceSet;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.Share;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedIncidentTest {
    private static final Path SHELL = ConformanceSet.FOLDER.resolve("kubectl-exec-shell.scap");

    private Path part;

    @BeforeEach
    void name(@TempDir Path folder) {
        part = folder.resolve("part.scap");
    }

    private static RuleSet rules() throws IOException {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.V0_40).load(ConformanceSet.FOLDER.resolve("rules.yaml")),
                EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL));
    }

    @Test
    void aPartGivesTheAlertOfTheWhole() throws Exception {
        for (Path capture : Share.of(ConformanceSet.captures())) {
            RuleSet rules = rules();
            Replay.Result whole = Replay.of(rules).run(capture, alert -> {});
            for (String rule : whole.session().alerts().stream()
                    .filter(alert -> alert.source().equals("syscall"))
                    .map(Alert::ruleName)
                    .distinct()
                    .toList()) {
                new CapturedIncident(capture, rules).write(rule, part);
                Replay.Result result = Replay.of(rules).run(part, alert -> {});
                assertThat(result.events()).as(capture + " " + rule).isLessThanOrEqualTo(whole.events());
                assertThat(result.session().alerts())
                        .extracting(Alert::ruleName)
                        .contains(rule);
            }
        }
    }

    @Test
    void othersAreLeftOut() throws Exception {
        String rule = "Shell under a server";
        new CapturedIncident(SHELL, rules()).write(rule, part);
        assertThat(Files.size(part)).isLessThan(Files.size(SHELL));
        assertThat(Replay.of(rules()).run(part, alert -> {}).session().alerts())
                .last()
                .satisfies(alert -> assertThat(alert.ruleName()).isEqualTo(rule));
    }

    @Test
    void aRuleThatDoesNotFireHasNoPart() {
        assertThatThrownBy(() -> new CapturedIncident(SHELL, rules()).write("Connection made", part))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("the rule \"Connection made\" does not fire on the capture");
        assertThat(part).doesNotExist();
    }

    @Test
    void aRuleThatIsNotLoadedHasTheNearestName() {
        assertThatThrownBy(() -> new CapturedIncident(SHELL, rules()).write("Shell under the server", part))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("did you mean \"Shell under a server\"?");
    }

    private static final String SECRETS = """
            processes:
              - {name: init, path: /sbin/init2, env: {API_TOKEN: t0psecret, HOME: /root}}
            actions:
              - init: {spawns: [/usr/bin/curl, --password, hunter2, "https://joe:pw1@example.com/"], as: curl, env: {DB_PASSWORD: swordfish, HOME: /x}}
              - curl: {reads-data: [/etc/key, the private key]}
            """;

    private CapturedIncident secrets(String condition, Path folder) throws IOException {
        Path capture = folder.resolve("secrets.scap");
        EventScript.parse("e.yaml", SECRETS, FalcoVersion.CURRENT).writeTo(capture);
        String rule = "- rule: Read\n  desc: d\n  condition: " + condition
                + "\n  output: '%proc.env|%proc.aenv[2]|%proc.cmdline|%evt.buffer'\n  priority: INFO\n";
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", rule), EngineOptions.of(FalcoVersion.CURRENT));
        CapturedIncident incident = new CapturedIncident(capture, rules);
        message = incident.write("Read", part).message();
        return incident;
    }

    private String message = "";

    @Test
    void secretsAreReplacedInThePart(@TempDir Path folder) throws Exception {
        CapturedIncident incident = secrets("evt.type = read", folder);
        assertThat(message)
                .contains("DB_PASSWORD=XXXXXXXXX", "HOME=/x", "curl --password XXXXXXX https://joe:XXX@example.com/")
                .contains("|XXXXXXXXXXXXXXX")
                .doesNotContain("hunter2", "swordfish", "pw1", "private key");
        assertThat(incident.notes())
                .containsExactly(
                        "What looks like a secret was replaced by X: in command lines, environments, what was read or"
                                + " written.");
        String bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(part))) {
            bytes = new String(in.readAllBytes(), ISO_8859_1);
        }
        assertThat(bytes)
                .contains("API_TOKEN=XXXXXXXXX")
                .doesNotContain("t0psecret", "hunter2", "swordfish", "pw1@", "private key");
    }

    @Test
    void whatTheRuleLooksAtStaysAndIsSaid(@TempDir Path folder) throws Exception {
        CapturedIncident incident = secrets("evt.type = read and evt.buffer contains private", folder);
        assertThat(message).contains("the private key").doesNotContain("hunter2");
        assertThat(incident.notes())
                .containsExactly(
                        "What looks like a secret was replaced by X: in command lines, environments.",
                        "What was read or written stays in the events, because the rule looks at it.");
        incident = secrets("evt.type = read and proc.cmdline contains hunter2", folder);
        assertThat(message).contains("hunter2");
        assertThat(incident.notes())
                .containsExactly("Secrets may be in the events: the rule does not fire if they are replaced.");
    }
}
