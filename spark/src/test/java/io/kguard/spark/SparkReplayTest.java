// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.ScapReader;
import io.kguard.capture.ScapWriter;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.spark.LocalSpark.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures that Spark judges have the alerts of the plain replay. */
class SparkReplayTest {
    private static final Path OWN =
            Path.of("../engine/src/test/resources/io/kguard/conformance/kubectl-exec-shell.scap");
    private static final int CAPTURES = 12;

    @TempDir
    Path folder;

    private Path rules;
    private Path captures;
    private Path reports;

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Read
                  desc: d
                  condition: evt.type = openat and fd.name startswith /etc/shadow
                  output: "%evt.num read %fd.name by %proc.name of %proc.pname args=%proc.args é"
                  priority: WARNING
                  tags: [T1003, "café"]
                - rule: Shell
                  desc: d
                  condition: evt.type in (execve, execveat) and proc.name in (sh, bash)
                  output: "shell %proc.cmdline in %k8s.pod.name"
                  priority: NOTICE
                """);
        captures = Files.createDirectories(folder.resolve("captures/deep"));
        reports = folder.resolve("reports");
        for (int i = 0; i < CAPTURES; i++) {
            EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
            var cat = events.process("/usr/bin/cat", "/etc/shadow");
            for (int j = 0; j < i; j++) {
                cat.reads("/etc/shadow" + j);
            }
            cat.reads("/etc/passwd");
            events.writeTo(captures.resolve("c" + i + ".scap"));
        }
        Files.copy(OWN, captures.resolve("own.scap"));
    }

    private Map<String, List<String>> plain(List<Path> rules, Path... places) throws IOException {
        return PlainReplay.of(rules, folder, places);
    }

    private Map<String, List<String>> written(String side) {
        return PlainReplay.ofTable(LocalSpark.table(reports, Tables.ALERTS), side);
    }

    @Test
    void alertsAreThoseOfThePlainReplay() throws IOException {
        Run run = LocalSpark.run("--rules", rules, "--reports", reports, captures.getParent());

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        Map<String, List<String>> expected = plain(List.of(rules), captures.getParent());
        assertThat(written("rules")).isEqualTo(expected).hasSizeGreaterThan(CAPTURES - 1);
        long alerts = expected.values().stream().mapToLong(List::size).sum();
        assertThat(run.out()).contains(CAPTURES + 1 + " captures, ", " events, " + alerts + " alerts in ");
        assertThat(run.out()).containsPattern("(?m)^ +66  Read$").containsPattern("(?m)^ +1  Shell$");
        tablesHaveTheFieldsCountsAndCaptures();
    }

    private void tablesHaveTheFieldsCountsAndCaptures() {
        Row alert = LocalSpark.table(reports, "alerts")
                .where("capture like '%/c1.scap'")
                .collectAsList()
                .get(0);
        assertThat(alert.<String>getAs("rule")).isEqualTo("Read");
        assertThat(alert.<String>getAs("priority")).isEqualTo("Warning");
        assertThat(alert.<String>getAs("source")).isEqualTo("syscall");
        assertThat(alert.getList(alert.fieldIndex("tags"))).isEqualTo(List.of("T1003", "café"));
        Map<Object, Object> fields = alert.getJavaMap(alert.fieldIndex("fields"));
        assertThat(fields)
                .containsEntry("fd.name", "/etc/shadow0")
                .containsEntry("evt.num", String.valueOf(alert.<Long>getAs("event")))
                .containsEntry("proc.args", "/etc/shadow");
        assertThat(alert.<String>getAs("message")).endsWith("read /etc/shadow0 by cat of systemd args=/etc/shadow é");

        // what eleven captures say in the same words is one row
        assertThat(LocalSpark.table(reports, "counts")
                        .where("message like '%/etc/shadow0 %'")
                        .selectExpr("rule", "priority", "alerts", "captures")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[Read,Warning,11,11]");
        assertThat(LocalSpark.table(reports, "captures")
                        .where("problem = ''")
                        .selectExpr("count(*)", "sum(alerts)")
                        .first()
                        .toString())
                .isEqualTo("[13,67]");
    }

    @Test
    @RequiresShared
    void alertsOnThePublicCapturesAreThoseOfThePlainReplay() throws IOException {
        Path current = Shared.path("conformance/falco-rules/current");
        List<Path> files = List.of(
                current.resolve("falco_rules.yaml"),
                current.resolve("falco-incubating_rules.yaml"),
                current.resolve("falco-sandbox_rules.yaml"));
        Path shared = Shared.path("conformance/captures");

        Run run = LocalSpark.run(
                "--rules",
                files.get(0) + "," + files.get(1),
                "--rules",
                files.get(2),
                "--reports",
                reports,
                shared + "/*.scap");

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        Map<String, List<String>> expected = plain(files, shared);
        Map<String, List<String>> found = written("rules");
        assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(40);
        expected.forEach((capture, lines) -> assertThat(found.get(capture)).isEqualTo(lines));
    }

    @Test
    void twoSetsAreComparedAsDiffComparesThem() throws IOException {
        Path before = Files.writeString(folder.resolve("before.yaml"), """
                - rule: Read
                  desc: d
                  condition: evt.type = openat and fd.name in (/etc/shadow0, /etc/passwd)
                  output: "%evt.num read %fd.name by %proc.name"
                  priority: WARNING
                - rule: Shells
                  desc: d
                  condition: evt.type in (execve, execveat) and proc.name in (sh, bash)
                  output: "shell %proc.cmdline in %k8s.pod.name"
                  priority: NOTICE
                """);

        Run run = LocalSpark.run("--rules", rules, "--against=" + before, "--reports", reports, captures);

        assertThat(run.status()).isZero();
        assertThat(run.error()).isEmpty();
        assertThat(run.out())
                .startsWith(
                        "What changes against " + before + "\nCompared on 13 recordings: 3 rules give other alerts.\n"
                                + "Rules: 1 new, 1 gone, 1 changed.\n")
                .containsPattern(
                        "(?m)^  Read +condition, output, tags  \\+55 −14 ~11  in file:\\S+/c0.scap and 12 more$")
                .containsPattern("(?m)^  Shell +new +\\+1  in file:\\S+/own.scap$")
                .contains("  \"Shell\" reports 1 event that \"Shells\" reported before.\n");
        assertThat(written("rules")).isEqualTo(plain(List.of(rules), captures));
        assertThat(written("against")).isEqualTo(plain(List.of(before), captures));
        AlertComparison comparison = new AlertComparison(compiled(before), compiled(rules));
        List<RuleDifference> expected =
                comparison.of(captures.resolve("c5.scap")).rules();
        assertThat(expected).hasSize(1);
        assertThat(LocalSpark.table(reports, "differences")
                        .where("capture like '%/c5.scap'")
                        .drop("capture")
                        .collectAsList())
                .extracting(SparkReplayTest::difference)
                .isEqualTo(expected);
    }

    private static RuleSet compiled(Path rules) {
        return RuleSet.compile(RuleLoader.of(FalcoVersion.CURRENT).load(rules), EngineOptions.of(FalcoVersion.CURRENT));
    }

    private static RuleDifference difference(Row row) {
        return new RuleDifference(
                row.getAs("rule"),
                row.<Integer>getAs("before"),
                row.<Integer>getAs("after"),
                sample(row, "appear", "appearing"),
                sample(row, "vanish", "vanishing"),
                sample(row, "changes", "changing"));
    }

    private static RuleDifference.Sample sample(Row row, String shown, String count) {
        return new RuleDifference.Sample(row.getList(row.fieldIndex(shown)), row.<Integer>getAs(count));
    }

    @Test
    @Tag("trust")
    void whatCannotBeJudgedStopsNoOtherAndFailsInTheEnd() throws IOException {
        byte[] bytes = Files.readAllBytes(captures.resolve("c5.scap"));
        Files.write(captures.resolve("c5.scap"), Arrays.copyOf(bytes, bytes.length - 9));
        Files.writeString(captures.resolve("text.scap"), "no capture");
        Files.write(captures.resolve("empty.scap"), new byte[0]);
        lacking(captures.resolve("c2.scap"), captures.resolve("lost.scap"));

        Run run = LocalSpark.run(
                "--rules", rules, "--reports", reports, captures, folder + "/nothing/*.scap", folder + "/none.scap");

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.error()).isEqualTo("kguard: kguard could not read every capture to its end\n");
        assertThat(run.out())
                .containsPattern("(?m)^ERROR file:\\S+/c5.scap: the capture is damaged: ")
                .containsPattern("(?m)^ERROR file:\\S+/text.scap, byte 0: this is no capture")
                .containsPattern("(?m)^ERROR file:\\S+/empty.scap, byte 0: this is no capture")
                .containsPattern("(?m)^ERROR file:\\S+/lost.scap: the capture lacks events: 1 of its events")
                .contains("ERROR " + folder + "/nothing/*.scap: it matches no file\n")
                .contains("ERROR " + folder + "/none.scap: it does not exist\n")
                .containsPattern("; 6 could not be judged to the end\n$");
        // the others, and what came before the damage
        assertThat(written("rules")).containsKeys("c4.scap", "c5.scap", "c6.scap", "c11.scap", "lost.scap");

        Run compared = LocalSpark.run("--rules", rules, "--against", rules, captures);
        assertThat(compared.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(compared.error()).isEqualTo("kguard: kguard could not compare everything\n");
        assertThat(compared.out())
                .contains("Compared on 12 recordings: no rule gives another alert.")
                .containsPattern("(?m)^ERROR file:\\S+/lost.scap can't be compared.\n  the capture lacks events");
    }

    /** Writes a capture with one more event, which says that others are missing. */
    private static void lacking(Path whole, Path file) throws IOException {
        try (ScapWriter out = ScapWriter.create(file);
                ScapReader in = ScapReader.open(whole, FalcoVersion.CURRENT, out)) {
            Event event = new Event(FalcoVersion.CURRENT);
            while (in.next(event)) {
                out.write(event);
            }
            out.write(
                    new EventWriter(FalcoVersion.CURRENT)
                            .begin(EventCodes.DROP_E, event.timestamp(), -1)
                            .number(2)
                            .end(),
                    0,
                    false);
        }
    }

    @Test
    @Tag("trust")
    void rulesThatDoNotLoadEndTheRun() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "- rule: Read\n");

        for (Run run : List.of(
                LocalSpark.run("--rules", rules + "," + broken, "--reports", reports, captures),
                LocalSpark.run("--rules", rules, "--against", broken, "--reports", reports, captures))) {
            assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
            assertThat(run.error()).startsWith("kguard: " + broken + ":1:3: ");
            assertThat(run.out()).isEmpty();
        }
        Run missing = LocalSpark.run("--rules", folder.resolve("none.yaml"), captures);
        assertThat(missing.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(missing.error())
                .isEqualTo("kguard: Could not open " + folder.resolve("none.yaml")
                        + " for reading: there is no such file\n");
        assertThat(reports).doesNotExist();
    }

    @Test
    @Tag("trust")
    void nothingIsJudgedIfThereIsNoCapture() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        Run run = LocalSpark.run("--rules", rules, "--reports", reports, empty);

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.out()).contains("ERROR " + empty + ": it has no file that ends with .scap, .scap.gz");
    }

    @Test
    void reportsOfAnEarlierRunAreNotOverwritten() throws IOException {
        Files.createDirectories(reports);

        Run run = LocalSpark.run("--rules", rules, "--reports", reports, captures);

        assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
        assertThat(run.error())
                .isEqualTo(
                        "kguard: the folder for the reports exists: " + reports + ". Name another one, or remove it\n");
    }
}
