// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.report.JsonSchema;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.Verification;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.Priority;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clauses of a rule the checks cover, and which changes of it they notice. */
@RequiresRoot
class MutationTest {
    private static final String RULES = """
            - macro: opened
              condition: evt.type in (open, openat, openat2)
            - rule: Passwords read
              desc: d
              condition: opened and fd.name = /etc/shadow and proc.name in (cat, head) and not proc.cwd startswith /srv
              output: read
              priority: INFO
            - rule: Nothing
              desc: d
              condition: opened and fd.name = /nowhere
              output: read
              priority: INFO
            """;

    private static final String SCENARIO = """
            scenario: shadow
            title: Reads the password file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}
            fires: [Passwords read]
            twin:
              scenario: hosts
              title: Reads another file
              steps:
                - exec: {pod: web, command: [cat, /etc/hosts]}
                TAIL
            """;

    /** With the same program, and only the file is another. */
    private static final String ALSO_BY_TAIL = "- exec: {pod: web, command: [tail, /etc/shadow]}";

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void changesThatNoCheckNoticesAreNamed() throws IOException {
        assertThat(mutate("", 0, Integer.MAX_VALUE)).as("%s", lines).isEqualTo(Mutation.End.PASSED);
        String text = printed();
        assertThat(text)
                .contains("removing proc.name in (cat, head)")
                .contains("removing head from the list of proc.name in")
                .contains("rules.yaml:5:")
                .doesNotContain("removing fd.name = /etc/shadow")
                .doesNotContain("removing cat from the list")
                .containsPattern("\\d+ of \\d+ changes of 2 rules are noticed: mutation score")
                .contains("Rule \"Nothing\" has no check, so none of its ");
        assertThat(Files.readString(folder.resolve("reports/mutation.json")))
                .contains("\"change\": \"removing proc.name in (cat, head)\"");
    }

    @Test
    void aBetterTwinNoticesMore() throws IOException {
        mutate("", 0, Integer.MAX_VALUE);
        double weak = score();
        lines.clear();
        mutate(ALSO_BY_TAIL, 0, Integer.MAX_VALUE);
        assertThat(score()).isGreaterThan(weak);
        assertThat(printed()).doesNotContain("removing proc.name in (cat, head)");
    }

    @Test
    void thresholdsFail() throws IOException {
        assertThat(mutate("", 99.9, Integer.MAX_VALUE)).isEqualTo(Mutation.End.FAILED);
        assertThat(lines).last().asString().contains("(kguard.mutationThreshold)");
        assertThat(mutate("", 0, 0)).isEqualTo(Mutation.End.FAILED);
        assertThat(lines).last().asString().contains("(kguard.maxSurviving)");
    }

    @Test
    void aSuiteThatIsNotGreenCanNotBeMutated() throws IOException {
        assertThat(mutate("- exec: {pod: web, command: [cat, /etc/shadow]}", 0, Integer.MAX_VALUE))
                .isEqualTo(Mutation.End.IMPOSSIBLE);
        assertThat(lines)
                .anyMatch(
                        line -> line.startsWith("No change was evaluated, because each rule has a check that does not"))
                .anyMatch(line -> line.startsWith("hosts: failed: Rule \"Passwords read\" fired"));
        assertThat(folder.resolve("reports/mutation.json")).doesNotExist();
    }

    /** One rule that nobody could test yet must not keep the others from being measured, nor pass itself. */
    @Test
    void aRuleWithACheckThatDoesNotPassIsLeftOut() throws IOException {
        Files.writeString(folder.resolve("nowhere.events.yaml"), """
                processes: [{name: cat, path: /usr/bin/cat}]
                actions: [{cat: {reads: /elsewhere}}]
                """);
        Path nowhere = Files.writeString(folder.resolve("nowhere.yaml"), """
                scenario: nowhere
                title: Reads a file that is not there
                attack: [T1003.008]
                events: nowhere.events.yaml
                fires: [Nothing]
                """);

        assertThat(run(options("", Thresholds.NONE, List.of(nowhere)), MutationThresholds.NONE))
                .isEqualTo(Mutation.End.LEFT_OUT);
        assertThat(printed())
                .contains("Rule \"Nothing\" is left out, with its ")
                .contains(" nowhere: failed: Rule \"Nothing\" did not fire in scenario nowhere.")
                .contains("removing proc.name in (cat, head)")
                .containsPattern("changes of 1 rule are noticed, 1 rule is left out: mutation score")
                .contains("The checks of rules that are left out must pass first. Run mvn kguard:verify.");
        assertThat(Files.readString(folder.resolve("reports/mutation.json")))
                .contains("\"leftOut\": [\n  {\"rule\": \"Nothing\"")
                .doesNotContain("{\"rule\": \"Nothing\", \"checked\"");
    }

    /** The other checks of the same scenario are measured. */
    @Test
    void aCheckBesideOneThatDoesNotPassIsMeasured() throws IOException {
        VerifyOptions suite = options("", Thresholds.NONE);
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(
                scenario,
                Files.readString(scenario).replace("fires: [Passwords read]", "fires: [Passwords read, Nothing]"));

        assertThat(run(suite, MutationThresholds.NONE)).as("%s", lines).isEqualTo(Mutation.End.LEFT_OUT);
        assertThat(printed())
                .contains("Rule \"Nothing\" is left out, with its ")
                .contains("Rule \"Passwords read\": 7 of 14 changes are noticed.");
    }

    @Test
    void eachGroupHasItsScore() throws IOException {
        mutate("", 0, Integer.MAX_VALUE);
        assertThat(printed())
                .containsPattern(" own clauses: \\d+ of \\d+ \\(\\d+\\.\\d %\\)")
                .contains(" exceptions: 1 of 4 (25.0 %)", " list items: 1 of 2 (50.0 %)")
                .contains(
                        " It is noticed by a twin in which `proc.name in (cat, head)` is false and all else is as in the"
                                + " attack.")
                .contains(" These acts are written by mvn kguard:derive -Dkguard.rule=\"Passwords read\"");
        assertThat(Files.readString(folder.resolve("reports/mutation.json")))
                .contains("\"list-item\": {\"mutants\": 2, \"killed\": 1, \"undecided\": 0, \"score\": 50");
    }

    @Test
    void coverageSaysWhatIsNotShown() throws IOException {
        Thresholds high = new Thresholds(90, 90, true);
        SuiteResult result = new Verification(options("", high), null, folder.resolve("reports"), lines::add).run();
        String text = printed();
        assertThat(text)
                .contains("Coverage: 1 of 2 rules are fired by a check and kept silent by another (50 %)")
                .contains("no check at all: Nothing");
        assertThat(result.isGreen()).isFalse();
        assertThat(result.missed())
                .contains(
                        "The checks cover 50.0 % of the rules; at least 90.0 % are required (kguard.minRuleCoverage).")
                .contains("(kguard.minClauseCoverage)")
                .contains("These rules have no check that passed (kguard.failOnUntestedRule): Nothing");
        assertThat(Files.readString(folder.resolve("reports/coverage.json")))
                .contains("\"text\": \"proc.name in (cat, head)\"")
                .contains("\"text\": \"head\", \"kind\": \"item\", \"decidedTrue\": 0");
        assertThat(Files.readString(folder.resolve("reports/report.html")))
                .contains("<li><code>head</code>: no check needs it</li>")
                .containsPattern("<mark class=\"partly\">proc.name in \\(cat, head\\)<i>[^<]+</i></mark>");
    }

    /** It needs no play of its own, and finds what kguard:mutate finds. */
    @Test
    void theSameRunOfVerifyCanShowIt() throws IOException {
        mutate("", 0, Integer.MAX_VALUE);
        String alone = Files.readString(folder.resolve("reports/mutation.json"));
        Files.delete(folder.resolve("reports/mutation.json"));
        lines.clear();
        SuiteResult result = verify("", folder.resolve("reports"));

        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(folder.resolve("reports/mutation.json")).content().isEqualTo(alone);
        assertThat(printed())
                .containsPattern("Mutation: The checks notice \\d+ of \\d+ small changes of 2 rules: "
                        + "mutation score \\d+\\.\\d %");
        assertThat(folder.resolve("reports/report.html"))
                .content()
                .contains(">Mutation</h2>")
                .containsPattern("<mark class=\"partly\">proc.name in \\(cat, head\\)<i>[^<]+</i><b>[\\d ]+</b></mark>")
                .containsPattern("<li value=\"\\d+\"><code>removing proc.name in \\(cat, head\\)</code>");
        String json = Files.readString(folder.resolve("reports/results.json"));
        assertThat(JsonSchema.ofResults().faults(json)).isEmpty();
        assertThat(json).containsPattern("\"mutants\": \\{\"all\": \\d+, \"noticed\": \\d+\\}");
    }

    /** Where a check does not pass, a change that it would notice can't be told from one that it would not. */
    @Test
    void aRuleWhoseCheckDoesNotPassIsNotMeasured() throws IOException {
        SuiteResult result = verify("- exec: {pod: web, command: [cat, /etc/shadow]}", folder.resolve("reports"));

        assertThat(result.failed()).isEqualTo(1);
        assertThat(printed()).contains("because a check of it did not pass: Passwords read ");
        assertThat(folder.resolve("reports/mutation.json")).content().doesNotContain("Passwords read\", \"checked\"");
        assertThat(folder.resolve("reports/report.html")).content().containsOnlyOnce(" changes noticed");
    }

    /** Rule tests are not run on changes, so a change that no scenario notices may be noticed by one of them. */
    @Test
    void whatARuleTestMayNoticeIsNotCountedAsSurviving() throws IOException {
        SuitePlan plan = SuitePlan.of(options("", Thresholds.NONE));
        Map<String, List<Mutant>> mutants = Mutation.mutants(plan);
        int all = mutants.get("Passwords read").size();
        SuiteMutation without = SuiteMutation.of(plan, mutants, List.of(), Map.of(), Duration.ZERO);
        SuiteMutation with = SuiteMutation.of(
                plan,
                mutants,
                List.of(),
                Map.of("Passwords read", List.of("PasswordsTest.read"), "Nothing", List.of("NothingTest.read")),
                Duration.ZERO);

        int ofNothing = without.report().rules().get(1).mutants(); // the rule without a check
        assertThat(without.report().score().surviving())
                .isEqualTo(all + ofNothing)
                .isGreaterThan(ofNothing);
        assertThat(with.report().score().surviving()).isZero();
        assertThat(with.report().onlyRuleTests()).containsExactly("Nothing");
        assertThat(String.join(" ", with.lines()).replaceAll("\\s+", " "))
                .contains("and rule tests may notice " + all + " more");
    }

    private SuiteResult verify(String more, Path reports) throws IOException {
        VerifyOptions options = options(more, Thresholds.NONE).with(List.of(new MutationAnalysis()));
        return new Verification(options, null, reports, lines::add).run();
    }

    /** Recorded events have no steps: all of them count. */
    @Test
    void changesAreNoticedOnlyIfWrittenEventsShowThem() throws IOException {
        Files.writeString(folder.resolve("shadow.events.yaml"), """
                processes: [{name: cat, path: /usr/bin/cat}]
                actions: [{cat: {reads: /etc/shadow}}]
                """);
        Files.writeString(folder.resolve("hosts.events.yaml"), """
                processes: [{name: cat, path: /usr/bin/cat}]
                actions: [{cat: {reads: /etc/hosts}}]
                """);
        Path scenario = Files.writeString(folder.resolve("written.yaml"), """
                scenario: shadow
                title: Reads the password file
                attack: [T1003.008]
                events: shadow.events.yaml
                fires: [Passwords read]
                twin:
                  scenario: hosts
                  title: Reads another file
                  events: hosts.events.yaml
                """);
        VerifyOptions written = new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                        FalcoVersion.CURRENT,
                        Matching.ALL,
                        false),
                new ScenarioOptions(List.of(scenario), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
        run(written, MutationThresholds.NONE);
        assertThat(printed())
                .contains("removing proc.name in (cat, head)")
                .doesNotContain("removing fd.name = /etc/shadow");
    }

    @Test
    void thresholdsForSomeRulesFail() throws IOException {
        Thresholds all = new Thresholds(
                0,
                0,
                false,
                0,
                Map.of(
                        new RuleScope("Passwords*", null, null, null), new Thresholds(100, 100, true),
                        new RuleScope(null, null, Priority.INFORMATIONAL, "rules.yaml"), new Thresholds(90, 0, false),
                        new RuleScope(null, "gone", null, null), new Thresholds(0, 0, true)));
        SuiteResult result = new Verification(options("", all), null, folder.resolve("reports"), lines::add).run();
        assertThat(result.missed().lines())
                .hasSize(2)
                .anyMatch(line ->
                        line.contains("% of the results of clauses of the rules named Passwords*; at least 100"))
                .anyMatch(line -> line.startsWith("The checks cover 50.0 % of the rules of priority INFORMATIONAL"));
        // that one is no threshold that is missed: it can't be
        assertThat(result.problem())
                .isEqualTo("No rule is evaluated that a threshold in <thresholds> is for: rules with the tag gone.");
    }

    /** What was printed, without the places where lines are broken. */
    private String printed() {
        return String.join(" ", lines).replaceAll("\\s+", " ");
    }

    private double score() {
        String total = lines.get(lines.size() - 1);
        return Double.parseDouble(total.replaceAll(".*score ([0-9.]+) .*", "$1"));
    }

    private Mutation.End mutate(String more, double threshold, int surviving) throws IOException {
        return run(options(more, Thresholds.NONE), new MutationThresholds(threshold, surviving));
    }

    private Mutation.End run(VerifyOptions suite, MutationThresholds thresholds) throws IOException {
        Mutation.Options options =
                new Mutation.Options(suite, thresholds, null, RuleTestClasses.NONE, folder.resolve("reports"));
        return new Mutation(options, Console.plain(lines::add)).run();
    }

    private VerifyOptions options(String more, Thresholds thresholds) throws IOException {
        return options(more, thresholds, List.of());
    }

    private VerifyOptions options(String more, Thresholds thresholds, List<Path> besides) throws IOException {
        List<Path> scenarios = new ArrayList<>(besides);
        scenarios.add(Files.writeString(folder.resolve("scenario.yaml"), SCENARIO.replace("TAIL", more)));
        return new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                                FalcoVersion.CURRENT,
                                Matching.ALL,
                                false),
                        new ScenarioOptions(scenarios, new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), PlayOptions.defaultParallel()))
                .with(thresholds);
    }
}
