// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.engine.Matching;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.tool.replay.CaptureRun;
import io.kguard.output.FalcoConfig;
import io.kguard.spark.LocalSpark.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else than captures in folders a job can be given. */
class InputsTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final Path AUDIT = Path.of("../maven-plugin/src/it/replay-audit/audit.log");

    @TempDir
    Path folder;

    private Path rules;
    private Path captures;
    private Path reports;

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Outbound
                  desc: d
                  condition: evt.type = connect
                  output: "%proc.name to %fd.sip.name"
                  priority: NOTICE
                - rule: Any outbound
                  desc: d
                  condition: evt.type = connect
                  output: any
                  priority: DEBUG
                - rule: Asked
                  desc: d
                  source: k8s_audit
                  condition: ka.verb exists
                  output: "%ka.user.name %ka.verb %ka.target.resource"
                  priority: INFO
                """);
        captures = Files.createDirectories(folder.resolve("captures"));
        reports = folder.resolve("reports");
        for (String name : List.of("a", "b", "c")) {
            connecting(captures.resolve(name + ".scap"), "203.0.113." + (int) name.charAt(0));
        }
    }

    private static void connecting(Path file, String address) throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/usr/bin/curl").connects(address, 443);
        events.writeTo(file);
    }

    /** The lines of the table of alerts, sorted. */
    private List<String> written() {
        return LocalSpark.table(reports, Tables.ALERTS).select("line").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private List<String> judged() {
        return LocalSpark.table(reports, "captures").select("capture").collectAsList().stream()
                .map(row -> Path.of(row.getString(0)).getFileName().toString())
                .sorted()
                .toList();
    }

    private CaptureRun plain(HostNames names, @Nullable Path config) throws IOException {
        return new CaptureRun(
                List.of(rules),
                FalcoVersion.CURRENT,
                null,
                false,
                names,
                config == null ? null : FalcoConfig.read(config, FalcoVersion.CURRENT));
    }

    private List<String> replayed(CaptureRun run) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Path file = folder.resolve("plain.jsonl");
            run.replay(captures.resolve(name + ".scap"), file, NOWHERE, warning -> {});
            lines.addAll(Files.readAllLines(file));
        }
        return lines.stream().sorted().toList();
    }

    @Test
    void addressesHaveTheNamesOfTheHostsFile() throws IOException {
        Path hosts =
                Files.writeString(folder.resolve("hosts"), "203.0.113.97 first.example\n203.0.113.98 b.example x\n");

        Run run = LocalSpark.run("--rules", rules, "--hosts", hosts, "--reports", reports, captures);

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(written())
                .isEqualTo(replayed(plain(HostNames.read(hosts), null)))
                .anyMatch(line -> line.contains("curl to first.example"))
                .anyMatch(line -> line.contains("b.example"));
        Files.writeString(hosts, "first.example 203.0.113.97\n");
        Run refused = LocalSpark.run("--rules", rules, "--hosts", hosts, captures);
        assertThat(refused.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(refused.error())
                .isEqualTo("kguard: " + hosts + ":1: expected an IP address and at least one name\n");
        Run missing = LocalSpark.run("--rules", rules, "--hosts", folder.resolve("none"), captures);
        assertThat(missing.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(missing.error()).contains("none for reading: there is no such file");
    }

    @Test
    void aFalcoYamlSaysWhatIsEvaluatedAndHowLinesLook() throws IOException {
        Path config =
                Files.writeString(folder.resolve("falco.yaml"), """
                rules_files: [%s, %s]
                stdout_output: {enabled: true}
                rule_matching: all
                priority: notice
                json_output: true
                json_include_tags_property: false
                append_output:
                - match: {source: syscall}
                  extra_output: "on ${HOME} of %%proc.pname"
                """.formatted(rules, folder.resolve("gone.yaml")));

        Run run = LocalSpark.run("--config", config, "--reports", reports, captures);

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("WARNING rules_files: " + folder.resolve("gone.yaml")
                        + " does not exist and is left out, as Falco does\n")
                .containsPattern("(?m)^ +3  Outbound$")
                .doesNotContain("Any outbound");
        assertThat(written())
                .isEqualTo(replayed(plain(HostNames.NONE, config)))
                .hasSize(3)
                .as("no variable of the environment is in alerts")
                .allMatch(line -> line.contains("on ${HOME} of systemd"));
        // an option comes before the file
        Run first = LocalSpark.run("--config", config, "--enable", "all", "--matching", "first", captures);
        assertThat(first.out()).containsPattern("(?m)^ +3  Outbound$");
        Options options = Options.of("--config", "f.yaml", "--matching", "all", "a.scap");
        assertThat(options.settings().matching()).isEqualTo(Matching.ALL);
    }

    @Test
    @Tag("trust")
    void aFalcoYamlThatCannotBeUsedEndsTheRun() throws IOException {
        Path config =
                Files.writeString(folder.resolve("falco.yaml"), "priority: loud\nstdout_output: {enabled: true}\n");

        Run run = LocalSpark.run("--rules", rules, "--config", config, captures);

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.error()).startsWith("kguard: " + config + ":1:");
        assertThat(run.out()).isEmpty();
        Files.writeString(config, "stdout_output: {enabled: true}\n");
        Run ruleless = LocalSpark.run("--config", config, captures);
        assertThat(ruleless.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(ruleless.error()).contains("none of the rules_files of the falco.yaml exists");
    }

    @Test
    void logsAreJudgedAsThePlainReplayJudgesThem() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.copy(AUDIT, logs.resolve("audit.log"));
        Files.copy(AUDIT, logs.resolve("again.jsonl"));
        Files.writeString(logs.resolve("readme.txt"), "no log");

        Run run = LocalSpark.run("--rules", rules, "--audit", logs, "--reports", reports, captures);

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        List<String> expected = new ArrayList<>(replayed(plain(HostNames.NONE, null)));
        Path file = folder.resolve("log.jsonl");
        plain(HostNames.NONE, null).replayLog(AUDIT, EventSource.K8S_AUDIT, file, NOWHERE, warning -> {});
        assertThat(Files.readAllLines(file)).isNotEmpty();
        for (int i = 0; i < 2; i++) {
            expected.addAll(Files.readAllLines(file));
        }
        assertThat(written()).isEqualTo(expected.stream().sorted().toList());
        assertThat(judged()).containsExactly("a.scap", "again.jsonl", "audit.log", "b.scap", "c.scap");

        Run told = LocalSpark.run("--rules", rules, "--log", logs.resolve("audit.log"));
        assertThat(told.status()).isZero();
        assertThat(told.out()).contains("  Asked\n");
    }

    @Test
    @Tag("trust")
    void aLogThatCannotBeUsedFails() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.copy(AUDIT, logs.resolve("good.log"));
        Files.writeString(logs.resolve("cut.log"), Files.readString(AUDIT).substring(0, 300));
        Files.write(logs.resolve("empty.log"), new byte[0]);
        Files.write(logs.resolve("packed.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});

        Run run = LocalSpark.run("--rules", rules, "--audit", logs);

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.out())
                .containsPattern("(?m)^ERROR file:\\S+/cut.log, line 2: not JSON: ")
                .containsPattern("(?m)^ERROR file:\\S+/empty.log: it has no event, so no rule was judged$")
                .containsPattern(
                        "(?m)^ERROR file:\\S+/packed.log.gz is compressed by gzip, and damaged: it ends too early$")
                .contains("; 3 could not be judged to the end\n");
    }

    @Test
    @Tag("trust")
    void eventsThatNoRuleSeesAreNoPass() throws IOException {
        Path audit = Files.writeString(folder.resolve("audit.yaml"), """
                - rule: Asked
                  desc: d
                  source: k8s_audit
                  condition: ka.verb exists
                  output: "%ka.verb"
                  priority: INFO
                """);
        new EventBuilder(FalcoVersion.CURRENT).writeTo(captures.resolve("nothing.scap"));

        Run run = LocalSpark.run("--rules", rules, captures);
        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.out())
                .containsPattern("(?m)^ERROR file:\\S+/nothing.scap, byte \\d+: the capture has no events$")
                .contains("; 1 could not be judged to the end\n");

        Run blind = LocalSpark.run("--rules", audit, captures.resolve("a.scap"));
        assertThat(blind.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(blind.out()).contains("a.scap: no rule has the source syscall, so none sees its events\n");

        // the change may be that there are rules of a source
        Run changed = LocalSpark.run("--rules", rules, "--against", audit, captures.resolve("a.scap"));
        assertThat(changed.status()).isZero();
        Run both = LocalSpark.run("--rules", audit, "--against", audit, captures.resolve("a.scap"));
        assertThat(both.status()).isEqualTo(SparkReplay.NOT_JUDGED);
    }

    @Test
    @Tag("trust")
    void rulesThatAreLeftOutAreNamed() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), """
                - rule: Elsewhere
                  desc: d
                  source: unheard_of
                  condition: evt.num > 0
                  output: o
                  priority: INFO
                """);

        Run run = LocalSpark.run("--rules", rules + "," + other, captures);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("WARNING ").contains("unheard_of");
    }

    @Test
    void aListSaysWhichFilesAreRead() throws IOException {
        Path more = Files.createDirectories(folder.resolve("more"));
        connecting(more.resolve("d.scap"), "203.0.113.100");
        Path list = Files.writeString(
                folder.resolve("list.txt"), "# some\ncaptures/a.scap\n\n  captures/[c].scap \nmore\n");

        for (String place : List.of("@" + list, folder + "/@list.txt", "@file:" + list)) {
            reports = folder.resolve("reports-" + place.replaceAll("\\W", "_"));
            Run run = LocalSpark.run("--rules", rules, "--reports", reports, place);

            assertThat(run.error()).isEmpty();
            assertThat(run.status()).isZero();
            assertThat(judged()).containsExactly("a.scap", "c.scap", "d.scap");
        }
    }

    @Test
    @Tag("trust")
    void aListThatNamesNothingOrTooMuchFails() throws IOException {
        Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
        Files.writeString(folder.resolve("itself.txt"), "@itself.txt\n");
        Files.writeString(folder.resolve("gone.txt"), "captures/a.scap\ncaptures/x.scap\n");

        Run run = LocalSpark.run(
                "--rules",
                rules,
                "@" + folder.resolve("empty.txt"),
                folder + "/@none.txt",
                "@" + folder.resolve("itself.txt"),
                "@" + folder.resolve("gone.txt"));

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.out())
                .contains(folder + "/empty.txt: the list names nothing. Write one path in each line\n")
                .contains(folder + "/none.txt: the list does not exist\n")
                .contains("itself.txt names another list. A list has files, folders and globs\n")
                .contains("captures/x.scap: it does not exist\n")
                .containsPattern("5 captures, \\d+ events, 1 alert in .*; 4 could not be judged to the end\n");
    }

    @Test
    void namesThatMeanSomethingToHadoopAreNames() throws IOException {
        List<String> names =
                List.of("with,comma.scap", "_hidden.scap", "brackets[1]{2}.scap", "star*.scap", "sp ace%20.scap");
        for (String name : names) {
            Files.copy(captures.resolve("a.scap"), captures.resolve(name));
        }

        Run run = LocalSpark.run("--rules", rules, "--reports", reports, captures);

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(judged()).hasSize(8).containsAll(names);
        assertThat(written()).hasSize(8);
    }

    @Test
    void theTableOfCapturesHasWhatCouldNotBeRead() throws IOException {
        Run run = LocalSpark.run("--rules", rules, "--reports", reports, captures, folder + "/none/*.scap");

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(LocalSpark.table(reports, "captures").where("problem != ''").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[" + folder + "/none/*.scap,0,0,it matches no file]");
    }
}
