// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of five sources that kguard knows, and of one that a table of the user describes. */
class SourceTablesOptionTest {
    private static final String TABLE = """
            source: nginx
            has: [/request_uri, /status]
            time: /time_iso8601
            nothing: ["", "-"]
            fields:
              nginx.uri: /request_uri
              nginx.status: {at: /status, type: uint64}
              nginx.client: {at: /remote_addr, type: ipaddr}
              nginx.network: {at: /remote_addr, type: ipnet}
              nginx.agent: /http_user_agent
            """;

    private static final String NGINX_RULES = """
            - rule: Secrets requested
              desc: Somebody asks for a file with secrets, and gets it
              condition: nginx.uri endswith .env and nginx.status = 200
              output: secrets sent (uri=%nginx.uri client=%nginx.client)
              priority: WARNING
              source: nginx
            - rule: Scanner
              desc: A scanner from elsewhere
              condition: nginx.agent contains nikto and not nginx.network in (10.0.0.0/8)
              output: scanned by %nginx.client
              priority: NOTICE
              source: nginx
            """;

    private static final String OTHER_RULES = rule("Shell", "evt.type = execve and proc.name = sh", "syscall")
            + rule("Exec into a pod", "ka.target.subresource = exec", "k8s_audit")
            + rule("Logging stopped", "ct.name = StopLogging", "aws_cloudtrail")
            + rule("Login", "okta.evt.type = user.session.start", "okta")
            + rule("Ping", "github.type = ping", "github");

    private static final String ATTACK =
            "{\"time_iso8601\":\"2026-11-24T17:35:48+00:00\",\"remote_addr\":\"192.0.2.7\","
                    + "\"request_uri\":\"/.env\",\"status\":\"200\",\"http_user_agent\":\"nikto\"}";
    private static final String USUAL = ATTACK.replace("\"200\"", "\"404\"").replace("nikto", "-");
    private static final String CALL = "{\"eventTime\":\"2026-11-24T17:35:48Z\",\"eventType\":\"AwsApiCall\","
            + "\"eventSource\":\"s\",\"eventName\":\"StopLogging\",\"awsRegion\":\"r\"}";

    private static final String SCENARIO = """
            scenario: secrets-requested
            title: The file with secrets is requested
            attack: [T1083]
            log: [%s]
            fires: [Secrets requested, Scanner]
            twin:
              scenario: secrets-not-sent
              title: The file is requested, and not sent
              log: [%s]
            """.formatted(ATTACK, USUAL);

    @TempDir
    private Path folder;

    private static String rule(String name, String condition, String source) {
        return """
                - rule: %s
                  desc: d
                  condition: %s
                  output: o
                  priority: NOTICE
                  source: %s
                """.formatted(name, condition, source);
    }

    @BeforeEach
    void write() throws IOException {
        write("nginx.yaml", TABLE);
        write("rules/nginx.yaml", NGINX_RULES);
        write("rules/others.yaml", OTHER_RULES);
        write("scenarios/secrets.yaml", SCENARIO);
        write("mixed.log", String.join("\n", USUAL, CALL, ATTACK));
    }

    private Path write(String name, String text) throws IOException {
        SmallProject.write(folder.resolve(name), text);
        return folder.resolve(name);
    }

    private Program run(String goal, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(goal, "--rules", folder.resolve("rules").toString()));
        for (String argument : more) {
            boolean file = argument.contains(".") || argument.equals("scenarios") || argument.equals("reports");
            arguments.add(file ? folder.resolve(argument).toString() : argument);
        }
        return Program.run(folder, arguments.toArray(new String[0]));
    }

    private Program verify(String... more) {
        return onScenarios("verify", more);
    }

    private Program withTable(String goal, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--sources", "nginx.yaml", "--matching", "all"));
        arguments.addAll(List.of(more));
        return onScenarios(goal, arguments.toArray(new String[0]));
    }

    private Program onScenarios(String goal, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--catalogue", "off", "--scenarios", "scenarios", "--reports", "reports"));
        arguments.addAll(List.of(more));
        return run(goal, arguments.toArray(new String[0]));
    }

    @Test
    void lintSaysWhatItChecksWithAndWithoutTheTable() {
        Program with = run("lint", "--sources", "nginx.yaml", "--strict");
        Program without = run("lint", "--strict");

        assertThat(with.status()).as(with.out() + with.error()).isZero();
        assertThat(with.out()).contains("7 rules: 0 errors, 0 warnings");
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.out()).contains("Unknown source nginx, skipping").contains("5 rules: 0 errors, 2 warnings");
    }

    @Test
    void replayEvaluatesTheRulesOfEachSource() {
        Program replayed = run("replay", "--sources", "nginx.yaml", "--log", "mixed.log", "--matching", "all");

        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines()).hasSize(3);
        assertThat(replayed.out())
                .contains("secrets sent (uri=/.env client=192.0.2.7)", "\"source\":\"nginx\"", "scanned by 192.0.2.7")
                .contains("\"rule\":\"Logging stopped\"");
        assertThat(replayed.error()).contains("3 events, 3 alerts");
    }

    @Test
    void checksOfTheSourceAreChecksLikeAnyOther() {
        Program verified = verify("--sources", "nginx.yaml", "--matching", "all");

        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        assertThat(verified.out()).contains("4 checks: 4 passed, 0 failed, 0 errors");
    }

    @Test
    void otherGoalsKnowTheSource() throws IOException {
        Program mutated = withTable("mutate", "--mutation-history", "off");
        Path old = write("old.yaml", NGINX_RULES.replace("= 200", "= 500"));
        Program compared = withTable("diff", "--against", old.toString(), "--recordings", "mixed.log");
        Program made = run(
                "new-test",
                "--sources",
                "nginx.yaml",
                "--log",
                "mixed.log",
                "--rule",
                "Secrets requested",
                "--into",
                folder.resolve("made").toString());
        Program listed = Program.run(
                folder,
                "scenarios",
                "--sources",
                folder.resolve("nginx.yaml").toString(),
                "--scenarios",
                folder.resolve("scenarios").toString(),
                "--rule",
                "Secrets requested");

        assertThat(mutated.status()).as(mutated.out() + mutated.error()).isZero();
        assertThat(mutated.out()).contains("Rule \"Secrets requested\": 5 of 8 changes are noticed.");
        assertThat(compared.status()).as(compared.out() + compared.error()).isZero();
        assertThat(compared.out()).contains("Secrets requested");
        assertThat(made.status()).as(made.out() + made.error()).isZero();
        assertThat(made.out()).contains("The rule fires. New test:");
        assertThat(listed.status()).as(listed.out() + listed.error()).isZero();
        assertThat(listed.out()).contains("secrets-requested");
    }

    @Test
    void exceptionsNameFieldsOfTheSource() throws IOException {
        write("usual.log", ATTACK.replace("/.env", "/docs/.env"));
        Program tuned = withTable("tune", "--recordings", "usual.log");

        assertThat(tuned.status()).as(tuned.out() + tuned.error()).isZero();
        assertThat(tuned.out()).contains("nginx.uri").doesNotContain("proc.");
    }

    @Test
    @Tag("trust")
    void withoutTheTableNothingIsGreen() {
        Program verified = verify();
        Program allowed = verify("--allow-unloaded", "Secrets requested,Scanner");
        Program replayed = run("replay", "--log", "mixed.log");

        assertThat(verified.status()).isEqualTo(2);
        assertThat(verified.out())
                .contains("Unknown source nginx, skipping")
                .contains("for the source of another plugin, name a table with --sources");
        assertThat(allowed.status()).isEqualTo(2);
        assertThat(allowed.out())
                .contains(
                        "secrets.yaml:4:7: this is no event of a source that kguard knows: k8s_audit, aws_cloudtrail");
        assertThat(replayed.status()).isEqualTo(2);
        assertThat(replayed.error()).contains("mixed.log, line 1: this is no event of a source that kguard knows");
    }

    @Test
    @Tag("trust")
    void aTableWithoutAFieldThatARuleNeedsStopsTheRule() throws IOException {
        write("nginx.yaml", TABLE.replace("  nginx.agent: /http_user_agent\n", ""));
        Program linted = run("lint", "--sources", "nginx.yaml");
        Program verified = verify("--sources", "nginx.yaml");

        assertThat(linted.status()).isEqualTo(1);
        assertThat(linted.out())
                .contains("filter_check called with nonexistent field nginx.agent")
                .contains("events of the source nginx don't have the field nginx.agent");
        assertThat(verified.status()).isEqualTo(2);
        assertThat(verified.out()).contains("nonexistent field nginx.agent");
    }

    @Test
    @Tag("trust")
    void aCheckWithoutEventsOfTheSourceIsAnError() throws IOException {
        write("scenarios/secrets.yaml", SCENARIO.replace(USUAL, CALL));
        Program verified = verify("--sources", "nginx.yaml", "--matching", "all");

        assertThat(verified.status()).isEqualTo(2);
        assertThat(verified.out()).contains("4 checks: 2 passed, 0 failed, 2 errors");
        assertThat(verified.out()).contains("None of the 1 events of the log is of the rule's source nginx.");
    }

    @Test
    @Tag("trust")
    void aLogWithoutEventsThatARuleSeesIsAnError() throws IOException {
        Files.delete(folder.resolve("rules/nginx.yaml"));
        write("nginx.log", USUAL);
        Program replayed = run("replay", "--sources", "nginx.yaml", "--log", "nginx.log");

        assertThat(replayed.status()).isEqualTo(2);
        assertThat(replayed.error()).contains("no rule has the source nginx, so none sees the events of the log");
    }

    @Test
    void anAddressIsNotComparedWithANetwork() throws IOException {
        write("rules/nginx.yaml", NGINX_RULES.replace("nginx.network in", "nginx.client in"));
        Program linted = run("lint", "--sources", "nginx.yaml");

        assertThat(linted.status()).isEqualTo(1);
        assertThat(linted.out())
                .contains("hint: this is a network, not an address: compare it with a field of the type ipnet");
    }

    @Test
    @Tag("trust")
    void aDocumentThatDoesNotFitTheTableIsAnError() throws IOException {
        write("mixed.log", String.join("\n", ATTACK, ATTACK.replace("192.0.2.7", "unix:")));
        Program replayed = run("replay", "--sources", "nginx.yaml", "--log", "mixed.log");

        assertThat(replayed.status()).isEqualTo(2);
        assertThat(replayed.error())
                .contains("mixed.log, line 2: the value at /remote_addr is \"unix:\"; the field nginx.client has the"
                        + " type ipaddr");
    }

    @Test
    @Tag("trust")
    void twoTablesWithTheSameSourceAreAnError() throws IOException {
        write("again.yaml", TABLE);
        Program linted = Program.run(
                folder,
                "lint",
                "--rules",
                folder.resolve("rules").toString(),
                "--sources",
                folder.resolve("nginx.yaml") + "," + folder.resolve("again.yaml"));

        assertThat(linted.status()).isEqualTo(2);
        assertThat(linted.error()).contains("again.yaml:1:9: there is a source nginx already, of another table");
    }

    @Test
    void aPluginThatRulesRequireHasTheVersionOfTheTable() throws IOException {
        write("rules/nginx.yaml", "- required_plugin_versions: [{name: nginx, version: 0.2.0}]\n" + NGINX_RULES);
        Program unsaid = run("lint", "--sources", "nginx.yaml");
        write("nginx.yaml", TABLE + "plugin: {name: nginx, version: 0.2.1}\n");
        Program said = run("lint", "--sources", "nginx.yaml");

        assertThat(unsaid.status()).isEqualTo(1);
        assertThat(unsaid.out())
                .contains("Plugin 'nginx' version '0.0.0' is not compatible with required plugin version");
        assertThat(said.status()).as(said.out()).isZero();
    }
}
