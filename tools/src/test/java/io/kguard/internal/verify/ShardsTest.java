// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.report.Run;
import io.kguard.internal.result.Baseline;
import io.kguard.internal.result.BaselineFile;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.tool.evasion.EvasionAnalysis;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a run that become one again. */
@Tag("trust")
class ShardsTest {
    private static final int SHARDS = 3;

    private static final String RULES = """
            - macro: opened
              condition: evt.type in (open, openat, openat2)
            - rule: Passwords read
              desc: d
              condition: opened and fd.name in (/etc/shadow, /etc/gshadow) and proc.name in (cat, head)
              output: read %fd.name by %proc.name
              priority: WARNING
              tags: [files]
            - rule: Keys read
              desc: d
              condition: opened and fd.name startswith /root/.ssh
              output: read %fd.name
              priority: NOTICE
            - rule: Nothing
              desc: d
              condition: opened and fd.name = /nowhere
              output: read
              priority: INFO
            """;

    @TempDir
    Path folder;

    private Path rules;
    private Path scenarios;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
        scenarios = Files.createDirectories(folder.resolve("scenarios/credential-access"));
        for (int i = 0; i < 8; i++) {
            boolean keys = i % 3 == 0;
            events("attack-" + i, i % 2 == 0 ? "cat" : "head", keys ? "/root/.ssh/id_rsa" : "/etc/shadow");
            events("twin-" + i, "cat", "/etc/hosts");
            Files.writeString(scenarios.resolve("scenario-" + i + ".yaml"), """
                    scenario: attack-%1$d
                    title: Attack number %1$d
                    attack: [T1003.008]
                    events: attack-%1$d.events.yaml
                    fires: [%2$s]
                    twin:
                      scenario: twin-%1$d
                      title: Twin number %1$d
                      events: twin-%1$d.events.yaml
                    """.formatted(
                            i, keys ? "Keys read" : "Passwords read"));
        }
        events("failing", "tail", "/etc/shadow");
        Files.writeString(scenarios.resolve("failing.yaml"), """
                scenario: failing
                title: A program that the rule does not know
                attack: [T1003.008]
                events: failing.events.yaml
                fires: [Passwords read]
                """);
        events("refused", "cat", "/etc/shadow");
        Files.writeString(scenarios.resolve("refused.yaml"), """
                scenario: refused
                title: A rule that there is not
                attack: [T1003.008]
                events: refused.events.yaml
                fires: [Password read]
                """);
    }

    private void events(String name, String program, String file) throws IOException {
        Files.writeString(scenarios.resolve(name + ".events.yaml"), """
                processes: [{name: %1$s, path: /usr/bin/%1$s}]
                actions: [{%1$s: {reads: %2$s}}]
                """.formatted(program, file));
    }

    private VerifyOptions options() {
        return options(FalcoVersion.CURRENT);
    }

    private VerifyOptions options(FalcoVersion falco) {
        return new VerifyOptions(
                new RuleOptions(List.of(rules), falco, null, false),
                new ScenarioOptions(List.of(scenarios), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
    }

    private SuiteResult verify(VerifyOptions options, String to) throws IOException {
        return new Verification(options, null, folder.resolve(to), lines::add).run();
    }

    private void shards(VerifyOptions options, String to) throws IOException {
        for (int i = 1; i <= SHARDS; i++) {
            var unused = verify(options.with(Sharding.of(i + "/" + SHARDS, null)), to);
        }
    }

    private Merge merge(Axis... axes) {
        return merge(Thresholds.NONE, Baseline.NONE, axes);
    }

    private Merge merge(Thresholds thresholds, Baseline baseline, Axis... axes) {
        Set<Axis> set = EnumSet.noneOf(Axis.class);
        set.addAll(Arrays.asList(axes));
        return new Merge(
                set, thresholds, baseline, ReportOptions.in(folder.resolve("merged")), Console.plain(lines::add));
    }

    private SuiteResult merged(String... from) throws IOException {
        return merge().run(Stream.of(from).map(folder::resolve).toList());
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\"date\": \"[^\"]*\"", "\"date\": X")
                .replaceAll("\"millis\": \\d+", "\"millis\": X")
                .replaceAll("\"millis\": \\{[^}]*}", "\"millis\": X")
                .replaceAll("(?m)^(\\w+)\t\\d+\t", "$1\tX\t") // last-run.tsv
                .replaceAll("time=\"[\\d.]+\"", "time=X")
                .replaceAll("timestamp=\"[^\"]+\"", "timestamp=X")
                .replaceAll("\\d+(\\.\\d+)? m?s\\b", "T")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?(Z| UTC)?", "D")
                .replaceAll("data-millis=\"\\d+\"", "data-millis=X")
                .replaceAll("(?s)<section aria-labelledby=\"times\">.*?</section>\\R", "")
                .replaceAll("<li><a href=\"#times\">Time</a></li>\\R", "");
    }

    private static Set<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void assertSameReports(String whole, String parts) throws IOException {
        Set<String> files = names(folder.resolve(whole));
        assertThat(names(folder.resolve(parts))).isEqualTo(files);
        for (String file : files) {
            assertThat(withoutTimes(Files.readString(folder.resolve(parts).resolve(file), UTF_8)))
                    .as(file)
                    .isEqualTo(
                            withoutTimes(Files.readString(folder.resolve(whole).resolve(file), UTF_8)));
        }
    }

    private static List<CheckResult> timeless(SuiteResult result) {
        return result.checks().stream()
                .map(check -> new CheckResult(
                        check.subject(),
                        check.expectation(),
                        check.source(),
                        check.verdict(),
                        new CheckResult.Counts(0, check.eventsSeen(), check.eventsLost()),
                        check.notes(),
                        CheckResult.Evidence.NONE))
                .toList();
    }

    @Test
    void threeShardsMergedAreTheWhole() throws IOException {
        SuiteResult whole = verify(options(), "whole");
        shards(options(), "parts");
        SuiteResult merged = merged("parts");

        assertThat(whole.checks()).hasSize(18);
        assertThat(whole.failed()).isEqualTo(1);
        assertThat(whole.errors()).isEqualTo(1);
        assertThat(timeless(merged)).isEqualTo(timeless(whole));
        assertSameReports("whole", "merged");
        assertThat(names(folder.resolve("merged")))
                .contains("results.json", "report.html", "TEST-kguard.xml", "checks.sarif", "coverage.json");
        assertThat(JsonSchema.ofResults().faults(Files.readString(folder.resolve("merged/results.json"))))
                .isEmpty();
    }

    /** A threshold that only the sum of attacks and derived acts would meet is missed by the whole and by its parts. */
    @Test
    void derivedActsStayApartInAMerge() throws IOException {
        Files.writeString(scenarios.resolve("derived.yaml"), """
                scenario: derived-keys
                title: Keys read, as its condition says
                origin: derived
                events:
                  processes: [{name: process, path: /usr/bin/cat}]
                  actions: [{process: {reads: /root/.ssh/config}}]
                fires: [Keys read]
                twins:
                  - scenario: derived-keys-hosts
                    title: It does not fire
                    events:
                      processes: [{name: process, path: /usr/bin/cat}]
                      actions: [{process: {reads: /etc/hosts}}]
                """);
        SuiteResult whole = verify(options(), "whole");
        shards(options(), "parts");
        SuiteResult merged = merged("parts");

        assertThat(whole.checks()).hasSize(20);
        assertThat(whole.derived()).isEqualTo(2);
        assertThat(timeless(merged)).isEqualTo(timeless(whole));
        assertSameReports("whole", "merged");
        int attacks = 17; // of 18 one could not be judged
        for (int least : new int[] {attacks, attacks + 1}) {
            SuiteResult judged = merge(new Thresholds(0, 0, false, least, Map.of()), Baseline.NONE)
                    .run(List.of(folder.resolve("parts")));
            assertThat(judged.missed().contains("2 checks of derived acts were judged, which do not count"))
                    .isEqualTo(least > attacks);
        }
    }

    @Test
    void checksMadeSeveralTimesAreMergedToo() throws IOException {
        VerifyOptions often = options().repeated(3);
        verify(often, "whole");
        shards(often, "parts");
        merged("parts");
        assertThat(folder.resolve("whole/repeat.json")).exists();
        assertSameReports("whole", "merged");
    }

    @Test
    void anAttackAndItsTwinAreInOneShardAndEachCheckInOne() throws IOException {
        shards(options(), "parts");
        List<Set<String>> scenariosOf = new ArrayList<>();
        for (int i = 1; i <= SHARDS; i++) {
            VerifyShard shard =
                    ShardJson.read(folder.resolve("parts/shard-verify-" + i + "-of-3.json"), VerifyShard.class);
            scenariosOf.add(shard.run().checks().stream()
                    .map(check -> check.result().scenario())
                    .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(shard.whole().inputs()).hasSize(17);
        }
        assertThat(scenariosOf.stream().mapToInt(Set::size).sum()).isEqualTo(18);
        for (Set<String> some : scenariosOf) {
            assertThat(some).isNotEmpty();
            some.stream()
                    .filter(id -> id.startsWith("attack-"))
                    .forEach(id -> assertThat(some).contains(id.replace("attack", "twin")));
        }
    }

    /** Ten units of written events, of which eight are an attack and its twin, and one is not played. */
    @Test
    void partsTakeEquallyLongByEstimateIfNothingIsMeasured() throws IOException {
        shards(options(), "parts");

        assertThat(lines.stream()
                        .filter(line -> line.startsWith("Shard ") && line.contains(" of 18 checks"))
                        .map(line -> line.substring(0, line.indexOf(" of 18"))))
                .containsExactlyInAnyOrder("Shard 1/3: 6", "Shard 2/3: 6", "Shard 3/3: 6");
    }

    @Test
    void aShardJudgesNothingThatIsForTheWhole() throws IOException {
        Path known = Files.writeString(folder.resolve("known.yaml"), """
                known-failures:
                  - {scenario: failing, rule: Passwords read, expect: fires, reason: ticket 12, expires: 2999-12-31}
                """);
        Thresholds high = new Thresholds(100, 0, false);
        VerifyOptions strict = options().with(high).with(BaselineFile.read(known));
        SuiteResult whole = verify(strict, "whole");
        lines.clear();
        shards(strict, "parts");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("Shard 2/3: ")
                        && line.endsWith(
                                "of 18 checks. Coverage, thresholds, kguard.minChecks and known failures are judged"
                                        + " by mvn kguard:merge, when all shards are there."))
                .noneMatch(line -> line.contains("minRuleCoverage") || line.startsWith("Coverage: "));
        assertThat(names(folder.resolve("parts")))
                .containsExactly("shard-verify-1-of-3.json", "shard-verify-2-of-3.json", "shard-verify-3-of-3.json");

        SuiteResult merged = merge(high, BaselineFile.read(known)).run(List.of(folder.resolve("parts")));
        assertThat(merged.missed()).isEqualTo(whole.missed()).contains("(kguard.minRuleCoverage)");
        assertThat(merged.known()).isEqualTo(1);
        assertSameReports("whole", "merged");
    }

    @Test
    void aMissingShardIsAnError() throws IOException {
        shards(options(), "parts");
        Files.delete(folder.resolve("parts/shard-verify-2-of-3.json"));
        assertThatThrownBy(() -> merged("parts"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Shard 2/3 is missing: a part of the checks was not made, or its file was not found.");
        assertThat(folder.resolve("merged/report.html")).doesNotExist();
    }

    @Test
    void aDoubledShardIsAnError() throws IOException {
        shards(options(), "parts");
        Path copy = Files.createDirectories(folder.resolve("parts/copy"));
        Files.copy(folder.resolve("parts/shard-verify-1-of-3.json"), copy.resolve("shard-verify-1-of-3.json"));
        assertThatThrownBy(() -> merged("parts"))
                .hasMessageStartingWith("Shard 1/3 is there twice: ")
                .hasMessageContaining("copy");
    }

    @Test
    void aShardOfAnotherRuleSetIsAnError() throws IOException {
        shards(options(), "parts");
        Files.writeString(rules, RULES.replace("/etc/gshadow", "/etc/passwd"));
        verify(options().with(Sharding.of("3/3", null)), "parts");
        assertThatThrownBy(() -> merged("parts"))
                .hasMessageContaining("shard-verify-3-of-3.json is of another rule set than ");
    }

    @Test
    void aShardOfOtherScenariosIsAnError() throws IOException {
        shards(options(), "parts");
        Files.writeString(
                scenarios.resolve("failing.yaml"),
                Files.readString(scenarios.resolve("failing.yaml")).replace("program", "command"));
        verify(options().with(Sharding.of("3/3", null)), "parts");
        assertThatThrownBy(() -> merged("parts"))
                .hasMessageContaining(
                        "shard-verify-3-of-3.json is of another run: its scenarios, what they read, its settings,"
                                + " its choice of checks or its kguard.shardTimes are not those of");
    }

    /** The attack of a scenario is no longer in its recording, and the part that makes the check is not made again. */
    @Test
    @Tag("trust")
    void aShardOfAnotherRecordingIsAnError() throws IOException {
        shards(options(), "parts");
        Path recording = scenarios.resolve("failing.events.yaml");
        Files.writeString(recording, Files.readString(recording) + "# other\n");
        for (int i = 1; i < SHARDS; i++) {
            verify(options().with(Sharding.of(i + "/" + SHARDS, null)), "parts");
        }
        assertThatThrownBy(() -> merged("parts"))
                .hasMessageContaining("shard-verify-3-of-3.json is of another run: its scenarios, what they read,");
    }

    @Test
    void aShardOfAnotherNumberIsAnError() throws IOException {
        shards(options(), "parts");
        verify(options().with(Sharding.of("1/4", null)), "parts");
        assertThatThrownBy(() -> merged("parts")).hasMessageContaining("shard-verify-1-of-4.json is ");
    }

    @Test
    void aShardOfAnotherFalcoIsAnErrorUnlessThatIsAnAxis() throws IOException {
        shards(options(), "new");
        shards(options(FalcoVersion.V0_44), "old");
        assertThatThrownBy(() -> merged("new", "old"))
                .hasMessageContaining(" follows another Falco than ")
                .hasMessageContaining("0.44")
                .hasMessageContaining("(kguard.axes=falco allows that)");

        SuiteResult merged = merge(Axis.FALCO).run(List.of(folder.resolve("new"), folder.resolve("old")));
        assertThat(merged.checks()).hasSize(18);
        assertThat(lines).contains("Compared: Every check has the same verdict everywhere");
        assertThat(folder.resolve("merged/report.html"))
                .content()
                .contains(">Compared</h2>", "Falco 0.44", "Falco 0.45");
        String json = Files.readString(folder.resolve("merged/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();

        Files.delete(folder.resolve("old/shard-verify-1-of-3.json"));
        assertThatThrownBy(() -> merge(Axis.FALCO).run(List.of(folder.resolve("new"), folder.resolve("old"))))
                .hasMessageStartingWith("Shard 1/3 of Falco 0.44 is missing: ");
    }

    /** A kernel on which a check fails: the check fails, and the matrix says where. */
    @Test
    void aCheckThatFailsOnOneAxisFails() throws IOException {
        for (String scenario : List.of("failing", "refused")) {
            Files.delete(scenarios.resolve(scenario + ".yaml"));
            Files.delete(scenarios.resolve(scenario + ".events.yaml"));
        }
        shards(options(), "one");
        shards(options(), "other");
        boolean changed = false;
        for (int i = 1; i <= SHARDS; i++) {
            Path file = folder.resolve("other/shard-verify-" + i + "-of-3.json");
            String text = Files.readString(file);
            String here = System.getProperty("os.version");
            text = text.replace(here, "9.9.9");
            if (text.contains("\"kind\":\"Passed\"") && !changed) {
                text = text.replaceFirst("\\{\"kind\":\"Passed\"}", "{\"kind\":\"Failed\",\"reason\":\"It did not.\"}");
                changed = true;
            }
            Files.writeString(file, text);
        }
        assertThat(merge(Axis.KERNEL).run(List.of(folder.resolve("one"))).isGreen())
                .isTrue();
        SuiteResult merged = merge(Axis.KERNEL).run(List.of(folder.resolve("one"), folder.resolve("other")));
        assertThat(merged.failed()).isEqualTo(1);
        assertThat(merged.passed()).isEqualTo(15);
        assertThat(merged.isGreen()).isFalse();
        assertThat(lines)
                .contains("Compared: 1 check has not the same verdict everywhere")
                .anyMatch(line -> line.contains("9.9.9") && line.contains(": failed") && line.contains(": passed"));
        assertThat(merged.checks().stream()
                        .filter(check -> !check.isPassed())
                        .map(check -> check.verdict().reason()))
                .singleElement()
                .asString()
                .startsWith("It did not.\n  On ")
                .contains("9.9.9");
    }

    @Test
    void aShardThatErroredAsAWholeNeverBecomesGreen() throws IOException {
        for (String scenario : List.of("failing", "refused")) {
            Files.delete(scenarios.resolve(scenario + ".yaml"));
            Files.delete(scenarios.resolve(scenario + ".events.yaml"));
        }
        shards(options(), "parts");
        assertThat(merged("parts").isGreen()).isTrue();

        Path second = folder.resolve("parts/shard-verify-2-of-3.json");
        Files.writeString(rules, "- rule: [");
        SuiteResult broken = verify(options().with(Sharding.of("2/3", null)), "parts");
        assertThat(broken.problem()).startsWith("The rules do not load.");
        SuiteResult merged = merged("parts");
        assertThat(merged.isGreen()).isFalse();
        assertThat(merged.problem()).contains("Shard 2/3: The rules do not load.");
        assertThat(merged.checks())
                .filteredOn(check -> !check.isPassed())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.verdict().reason()).startsWith("The result is missing of"));
        assertThat(second).exists();
    }

    @Test
    void aShardWhoseChecksWereTakenOutNeverBecomesGreen() throws IOException {
        shards(options(), "parts");
        Path file = folder.resolve("parts/shard-verify-1-of-3.json");
        VerifyShard shard = ShardJson.read(file, VerifyShard.class);
        Run all = shard.run();
        List<CheckEntry> some = all.checks().subList(1, all.checks().size());
        Run run = new Run(all.environment(), all.took(), all.caveats(), all.rules(), some, all.omitted(), all.tables());
        ShardJson.write(
                file,
                new VerifyShard(shard.head(), run, shard.whole(), shard.found(), shard.repeated(), shard.times()));
        assertThat(merged("parts").checks())
                .anySatisfy(check -> assertThat(check.verdict().reason())
                        .startsWith("The result is missing of the check of the rule ")
                        .endsWith("which shard 1/3 was to make."));
    }

    @Test
    void aDamagedShardIsAnErrorThatNamesIt() throws IOException {
        shards(options(), "parts");
        Path file = folder.resolve("parts/shard-verify-1-of-3.json");
        Files.writeString(file, Files.readString(file).substring(0, 1000));
        assertThatThrownBy(() -> merged("parts"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shard-verify-1-of-3.json is no shard of this version of kguard, or is damaged");
        assertThatThrownBy(() -> merged("scenarios")).hasMessageStartingWith("there is no shard of kguard:verify in ");
    }

    @Test
    void anEmptyShardIsNoFailureButAnEmptyRunIs() throws IOException {
        try (Stream<Path> files = Files.list(scenarios)) {
            for (Path file : files.toList()) {
                if (!String.valueOf(file.getFileName()).matches("(scenario|attack|twin)-1\\..*")) {
                    Files.delete(file);
                }
            }
        }
        int empty = 0;
        for (int i = 1; i <= SHARDS; i++) {
            Sharding sharding = Sharding.of(i + "/" + SHARDS, null);
            SuiteResult result = verify(options().with(sharding), "parts");
            empty += result.checks().isEmpty() ? 1 : 0;
            assertThat(Verification.gate(result, sharding)).isEmpty();
        }
        assertThat(empty).isEqualTo(2);
        assertThat(merged("parts").isGreen()).isTrue();
    }

    @Test
    void timesOfAnEarlierRunPartTheChecks() throws IOException {
        verify(options(), "whole");
        Path times = folder.resolve("whole/results.json");
        for (int i = 1; i <= SHARDS; i++) {
            verify(options().with(Sharding.of(i + "/" + SHARDS, times)), "parts");
        }
        assertThat(timeless(merged("parts"))).isEqualTo(timeless(verify(options(), "again")));
        verify(options().with(Sharding.of("1/3", null)), "parts");
        assertThatThrownBy(() -> merged("parts")).hasMessageContaining("kguard.shardTimes");
    }

    @Test
    void whatNeedsARunOfItsOwnIsNotParted() {
        VerifyOptions part = options().with(Sharding.of("1/2", null));
        assertThatThrownBy(() -> part.with(List.of(new EvasionAnalysis())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kguard.shard does not go together with kguard.evasion");
        assertThatThrownBy(() -> Sharding.of(null, Path.of("results.json")))
                .hasMessage("kguard.shardTimes does nothing without kguard.shard");
    }
}
