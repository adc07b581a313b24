// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.tool.mutation.Mutation;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.internal.tool.noise.NoiseReport;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nothing tests is an error, or every report names it. On written events, which need no root. */
@Tag("trust")
class NothingFallsOutTest {
    private static final String TESTED = """
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: passwords read
              priority: NOTICE
            """;
    private static final String MISSPELT_SOURCE = """
            - rule: Reverse shell, any
              desc: d
              condition: evt.type = connect and fd.sport = 4444
              output: o
              priority: CRITICAL
              source: syscal
            """;
    private static final String MISSPELT_FIELD = """
            - rule: Miner
              desc: d
              condition: evt.type = execve and proc.nam = xmrig
              output: o
              priority: CRITICAL
              skip-if-unknown-filter: true
            """;
    private static final String MISSPELT_KEY = "- rul: Miner\n  desc: d\n";
    private static final String SCENARIO = """
            scenario: shadow
            title: Reads the password hashes
            attack: [T1003.008]
            events: shadow.events.yaml
            fires: [Passwords read]
            twin:
              scenario: harmless
              title: Reads another file
              events: harmless.events.yaml
            """;

    @TempDir
    private Path folder;

    private final List<String> console = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        write("rules/a.yaml", TESTED);
        write("scenarios/shadow.yaml", SCENARIO);
        write("scenarios/shadow.events.yaml", events("/etc/shadow"));
        write("scenarios/harmless.events.yaml", events("/etc/hosts"));
    }

    private static String events(String file) {
        return "processes: [{name: cat, path: /usr/bin/cat}]\nactions: [{cat: {reads: " + file + "}}]\n";
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private VerifyOptions options(String allowed) {
        return new VerifyOptions(
                        new RuleOptions(List.of(folder.resolve("rules")), FalcoVersion.CURRENT, null, false),
                        new ScenarioOptions(List.of(folder.resolve("scenarios")), new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(new AllowedUnloaded(allowed));
    }

    private SuiteResult verify(VerifyOptions options) throws IOException {
        console.clear();
        return new Verification(options, null, folder.resolve("reports"), console::add).run();
    }

    private SuiteResult verify(String allowed) throws IOException {
        return verify(options(allowed));
    }

    private String report(String name) throws IOException {
        return Files.readString(folder.resolve("reports").resolve(name));
    }

    @Test
    void aProjectOfWhichAllLoadsIsGreen() throws IOException {
        assertThat(verify("").isGreen()).isTrue();
        assertThat(report("results.json")).contains("\"unloaded\": []", "\"notes\": []");
    }

    @ParameterizedTest
    @ValueSource(strings = {MISSPELT_SOURCE, MISSPELT_FIELD, MISSPELT_KEY})
    void aRuleThatFalcoLeavesOutIsAnError(String rule) throws IOException {
        write("rules/more.yaml", rule);

        SuiteResult result = verify("");

        assertThat(result.errors()).isPositive();
        assertThat(result.problem()).contains("more.yaml:", "kguard.allowUnloaded=");
    }

    /** In the same file, behind a rule that a later file changes, and as a rule that an override made unknown. */
    @Test
    void whereTheRuleStandsDoesNotMatter() throws IOException {
        write("rules/a.yaml", MISSPELT_SOURCE + TESTED);
        assertThat(verify("").problem()).contains("Reverse shell, any");

        write("rules/a.yaml", TESTED + MISSPELT_FIELD.replace("proc.nam ", "proc.name "));
        write("rules/b.yaml", """
                - rule: Miner
                  condition: and proc.nam = x
                  override: {condition: append}
                """);
        assertThat(verify("").problem()).contains("nonexistent field proc.nam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"more.yaml~", "more.yaml ", "more.yml.bak", "more.YAML", "more.txt", "more", "sub/more.yaml"})
    void aFileOfAFolderThatFalcoPassesOverIsAnError(String name) throws IOException {
        write("rules/" + name, MISSPELT_FIELD.replace("proc.nam ", "proc.name "));

        assertThat(verify("").problem())
                .contains("The rules of '" + name.replace("/more.yaml", "") + "' are not loaded");
    }

    @Test
    void aFileWithoutRulesBesideThemIsNone() throws IOException {
        write("rules/README.md", "# Rules\n");
        write("rules/.a.yaml.swp", "b0VIM 9.1");
        write("rules/..2026_11_27_10_00_00.1/a.yaml", TESTED);

        assertThat(verify("").isGreen()).isTrue();
    }

    @Test
    void aBrokenLinkIsAnError() throws IOException {
        Files.createSymbolicLink(folder.resolve("rules/more.yaml"), Path.of("gone.yaml"));

        assertThat(verify("").problem()).contains("it is a broken link: gone.yaml does not exist");
        assertThat(verify("more.yaml").isGreen()).isTrue();
        assertThat(report("results.json")).contains("\"text\": \"1 of 2 rules have a check\"");
    }

    @Test
    void whatIsAllowedByNameIsAnUntestedRuleOfEachReport() throws IOException {
        write("rules/more.yaml", MISSPELT_SOURCE + MISSPELT_FIELD);

        assertThat(verify("Miner").problem()).contains("Reverse shell, any").contains("Miner");
        assertThat(verify("Reverse shell, any,Miner").isGreen()).isTrue();
        assertThat(console)
                .anyMatch(line -> line.contains("Coverage: 1 of 3 rules"))
                .anyMatch(line -> line.contains("not loaded, so nothing tests it: Reverse shell, any, Miner"));
        assertThat(report("results.json"))
                .contains("\"rules\": 3, \"checked\": 1")
                .contains("\"unloaded\": [\"Reverse shell, any\", \"Miner\"]");
        assertThat(report("TEST-kguard.xml"))
                .contains("tests=\"4\"", "skipped=\"2\"", "the rule &quot;Miner&quot; is tested");
        for (String name : List.of("summary.md", "report.html", "checks.sarif", "coverage.json")) {
            assertThat(report(name)).as(name).contains("Miner", "Reverse shell, any");
        }
    }

    @Test
    void itCountsForTheThresholds() throws IOException {
        write("rules/more.yaml", MISSPELT_FIELD);
        VerifyOptions options = options("Miner");

        assertThat(verify(options.with(new Thresholds(0, 0, true))).missed())
                .contains("These rules have no check that passed (kguard.failOnUntestedRule): Miner");
        assertThat(verify(options.with(new Thresholds(51, 0, false))).missed()).contains("cover 50.0 % of the rules");
        assertThat(verify(options.with(new Thresholds(50, 0, false))).isGreen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Minr, did you mean Miner?",
        "'Miner,Passwords read', which loads: take the name away",
        "'Miner,', 'names \"\", but nothing with this name'"
    })
    void aNameOfNothingThatIsLeftOutIsAnError(String allowed, String message) throws IOException {
        write("rules/more.yaml", MISSPELT_FIELD);

        assertThatThrownBy(() -> verify(allowed)).hasMessageContaining(message);
    }

    /** A list that allows everything for good would hide the next rule. */
    @Test
    void aPatternIsNoName() throws IOException {
        write("rules/more.yaml", MISSPELT_FIELD);

        assertThatThrownBy(() -> verify("*")).hasMessageContaining("kguard.allowUnloaded names \"*\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u.yaml~", "u.yaml ", "u.yml.bak", "u.txt", "u"})
    void aScenarioOfAnotherEndingIsAnError(String name) throws IOException {
        write("scenarios/" + name, SCENARIO.replace("shadow", "other"));

        assertThat(verify("").problem()).contains(name + ":1:1: this file is not read, because its name");
    }

    @Test
    void aBrokenLinkAmongScenariosIsAnError() throws IOException {
        Files.createSymbolicLink(folder.resolve("scenarios/more"), Path.of("gone"));

        assertThat(verify("").problem()).contains("this is a broken link");
    }

    @Test
    void aManifestAmongScenariosIsNamed() throws IOException {
        write(
                "scenarios/pod.yaml",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: evil}\n---\napiVersion: v1\nkind: Service\n");

        assertThat(verify("").isGreen()).isTrue();
        assertThat(console).anyMatch(line -> line.startsWith("No scenario: ") && line.contains("pod.yaml"));
        for (String name : List.of("summary.md", "report.html", "results.json")) {
            assertThat(report(name)).as(name).contains("pod.yaml");
        }
    }

    @Test
    void aScenarioIsNoManifestWhateverElseItHas() throws IOException {
        write("scenarios/pod.yaml", "apiVersion: v1\nkind: Pod\n\"scenario\": hidden\n");

        assertThat(verify("").problem()).contains("pod.yaml:");
    }

    @Test
    void tooFewChecksAreNoPass() throws IOException {
        Thresholds three = new Thresholds(0, 0, false, 3, Map.of());

        SuiteResult result = verify(options("").with(three));

        assertThat(result.isGreen()).isFalse();
        assertThat(result.missed()).contains("2 checks were judged; at least 3 are required (kguard.minChecks)");
        assertThat(verify(options("").with(new Thresholds(0, 0, false, 2, Map.of())))
                        .isGreen())
                .isTrue();
    }

    /** 2 of 3 rules without any check passed a threshold of 100 %. */
    @Test
    void changesOfRulesWithoutACheckAreNotNoticed() throws IOException {
        write("rules/more.yaml", MISSPELT_FIELD.replace("proc.nam ", "proc.name "));

        assertThat(mutate("", 100)).isEqualTo(Mutation.End.FAILED);
        assertThat(console).anyMatch(line -> line.startsWith("Rule \"Miner\" has no check, so none of its "));
        assertThat(report("mutation.json")).contains("\"rule\": \"Miner\", \"checked\": false");
    }

    @Test
    void mutationLoadsAllRulesOrNamesThem() throws IOException {
        write("rules/more.yaml", MISSPELT_FIELD);

        assertThat(mutate("", 0)).isEqualTo(Mutation.End.IMPOSSIBLE);
        assertThat(mutate("Miner", 0)).isEqualTo(Mutation.End.PASSED);
        assertThat(report("mutation.json")).contains("\"unloaded\": [\"Miner\"]");
    }

    private Mutation.End mutate(String allowed, double score) throws IOException {
        console.clear();
        return new Mutation(
                        new Mutation.Options(
                                options(allowed),
                                new MutationThresholds(score, Integer.MAX_VALUE),
                                null,
                                RuleTestClasses.NONE,
                                folder.resolve("reports")),
                        Console.plain(console::add))
                .run();
    }

    @Test
    void aBudgetForNoiseWithoutAnyWorkloadIsAnError() {
        NoiseReport none = new NoiseReport(List.of(), List.of(), List.of());

        assertThat(none.problem(true)).contains("No everyday workload was played");
        assertThat(none.problem(false)).isEmpty();
    }
}
