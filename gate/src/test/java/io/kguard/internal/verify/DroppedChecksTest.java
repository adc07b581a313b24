// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.report.HtmlReport;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.ResultsJson;
import io.kguard.internal.report.RuleEntry;
import io.kguard.internal.report.Run;
import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.result.SuiteResult;
import io.kguard.output.FalcoConfig;
import io.kguard.requirement.RequiresShared;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A check whose rule is not evaluated is an error and is never silently left out. Those of a catalogue jar are listed.
 */
@Tag("trust")
class DroppedChecksTest {
    private static final String RULES = """
            - rule: Broad
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /etc
              output: broad
              priority: WARNING
            - rule: Narrow
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: narrow
              priority: NOTICE
            - rule: Disabled rule
              desc: d
              condition: evt.type = openat
              output: disabled
              priority: WARNING
              enabled: false
            - rule: Skipped rule
              desc: d
              condition: evt.type = openat and no.such_field = 1
              output: skipped
              priority: WARNING
              skip-if-unknown-filter: true
            """;
    private static final String SCENARIO = """
            scenario: reads
            title: Reads
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [cat, /etc/shadow]}
            fires: %s
            silent: %s
            """;
    private static final ClassLoader NO_CATALOGUE = new URLClassLoader(new URL[0], null);

    @TempDir
    Path folder;

    private SuitePlan plan(String fires, String silent) throws IOException {
        Path scenario = Files.writeString(folder.resolve("reads.yaml"), SCENARIO.formatted(fires, silent));
        return SuitePlan.of(options(NO_CATALOGUE, List.of(scenario), null));
    }

    private VerifyOptions options(ClassLoader catalogue, List<Path> scenarios, @Nullable FalcoConfig config)
            throws IOException {
        return new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                                FalcoVersion.CURRENT,
                                null,
                                false),
                        new ScenarioOptions(scenarios, catalogue),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(new AllowedUnloaded("Skipped rule"))
                .with(config);
    }

    /** The same, on a machine where no image was made. */
    private VerifyOptions withoutImages(VerifyOptions options) {
        SimulatorOptions simulator = options.simulator();
        return options.with(simulator.withSandbox(simulator.sandbox().withImageCache(folder.resolve("images"))));
    }

    private static String onlyReason(SuitePlan plan) {
        assertThat(plan.dropped()).isEmpty();
        assertThat(plan.refused()).hasSize(1);
        Verdict verdict = plan.refused().get(0).verdict();
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        return verdict.reason();
    }

    @Test
    void aNameOfAnotherCaseIsAnErrorThatNamesTheRule() throws IOException {
        assertThat(onlyReason(plan("[Broad, broad]", "[Narrow]")))
                .startsWith("Rule \"broad\" can't be judged in scenario reads: no rule with this name is loaded;"
                        + " did you mean \"Broad\"?")
                .contains("reads.yaml:1:1");
        assertThat(onlyReason(plan("[Broad]", "[NARROW]"))).contains("did you mean \"Narrow\"?");
    }

    @Test
    void aNameWithAnotherLetterIsAnErrorThatNamesTheRule() throws IOException {
        assertThat(onlyReason(plan("[Broad]", "[Narow]"))).contains("did you mean \"Narrow\"?");
        assertThat(onlyReason(plan("[Broad]", "['Narrow ']"))).contains("did you mean \"Narrow\"?");
    }

    @Test
    void aNameLikeNoOtherIsAnError() throws IOException {
        assertThat(onlyReason(plan("[Broad]", "[Renamed long ago]"))).contains("no rule with this name is loaded\n");
    }

    @Test
    void aRuleThatWasSkippedIsAnErrorThatSaysWhy() throws IOException {
        assertThat(onlyReason(plan("[Broad, Skipped rule]", "[]")))
                .contains("the rule was skipped when it was loaded (" + folder.resolve("rules.yaml") + ":")
                .contains("no.such_field");
    }

    @Test
    void aRuleThatItsFileDisablesIsAnError() throws IOException {
        assertThat(onlyReason(plan("[Broad]", "[Disabled rule]")))
                .contains("the rule is disabled: enabled: false (" + folder.resolve("rules.yaml") + ":");
    }

    @Test
    void aRuleThatTheConfigurationLeavesOutIsAnError() throws IOException {
        Path file =
                Files.writeString(folder.resolve("falco.yaml"), "priority: warning\nstdout_output: {enabled: true}\n");
        Path scenario =
                Files.writeString(folder.resolve("reads.yaml"), SCENARIO.formatted("[Broad]", "[Narrow, Broad]"));
        SuitePlan plan =
                SuitePlan.of(options(NO_CATALOGUE, List.of(scenario), FalcoConfig.read(file, FalcoVersion.CURRENT)));
        assertThat(onlyReason(plan)).contains("falco.yaml leaves the rule out");
    }

    @Test
    void aScenarioWithoutAnyRuleIsNotPlayedAndAnError() throws IOException {
        Path scenario = Files.writeString(folder.resolve("reads.yaml"), SCENARIO.formatted("[broad]", "[narrow]"));
        VerifyOptions options = options(NO_CATALOGUE, List.of(scenario), null);
        List<CheckResult> told = new ArrayList<>();
        SuiteResult result = new Suite(options, SuitePlan.of(options)).run(told::add);

        assertThat(result.isGreen()).isFalse();
        assertThat(result.errors()).isEqualTo(2);
        assertThat(told).isEqualTo(result.checks());
    }

    @Test
    void whatAScenarioOfAJarAsksForIsNamedAndNoError() throws IOException {
        try (URLClassLoader jar =
                CatalogueJar.of(folder, SCENARIO.formatted("[Broad, Skipped rule, narow]", "[Disabled rule]"))) {
            SuitePlan plan = SuitePlan.of(options(jar, List.of(), null));

            assertThat(plan.refused()).isEmpty();
            assertThat(plan.size()).isEqualTo(1);
            assertThat(plan.dropped())
                    .extracting(OmittedCheck::rule)
                    .containsExactly("Skipped rule", "narow", "Disabled rule");
            SuiteResult nothing = new SuiteResult(List.of(), "", java.time.Duration.ZERO);
            Run run = RunModel.of(nothing, plan, Measurements.of(new CoverageReport(List.of())));
            assertThat(run.omitted())
                    .extracting(OmittedCheck::rule)
                    .containsExactly("Skipped rule", "narow", "Disabled rule");
            assertThat(run.rules())
                    .extracting(RuleEntry::name, RuleEntry::isEvaluated)
                    .containsExactly(
                            tuple("Broad", true),
                            tuple("Narrow", true),
                            tuple("Disabled rule", false),
                            tuple("Skipped rule", false));
            assertThat(ResultsJson.of(run))
                    .contains("{\"reason\": \"no rule with this name is loaded; did you mean \\\"Narrow\\\"?\","
                            + " \"checks\": 1, \"rules\": [\n   {\"rule\": \"narow\", \"fires\": [\"reads\"]}]}");
            assertThat(ConsoleReport.missing(plan.dropped())).hasSize(4);
            assertThat(HtmlReport.of(run)).contains("no rule with this name is loaded; did you mean");
        }
    }

    /** A catalogue names many rules that a user does not have: the console must stay readable. */
    @Test
    void manyRulesOfAJarThatAreNotLoadedAreCountedAndListedInResults() throws IOException {
        String names =
                IntStream.range(0, 90).mapToObj(i -> "Strange rule number " + i).collect(Collectors.joining(", "));
        try (URLClassLoader jar =
                CatalogueJar.of(folder, SCENARIO.formatted("[Broad, " + names + "]", "[Disabled rule, narow]"))) {
            SuitePlan plan = SuitePlan.of(options(jar, List.of(), null));

            assertThat(ConsoleReport.missing(plan.dropped()))
                    .hasSize(4)
                    .contains("  90 rules of the catalogue: no rule with this name is loaded (results.json lists them)")
                    .anyMatch(line -> line.startsWith("  Disabled rule: the rule is disabled"))
                    .anyMatch(line -> line.endsWith("did you mean \"Narrow\"?"));
            assertThat(plan.dropped()).hasSize(92);
        }
    }

    /** What can't be played is named as skipped in a catalogue, and an error in a project's own scenarios. */
    @Test
    void aScenarioThatNoMachineCanPlayIsSkippedInAJarAlone() throws IOException {
        String text = """
                scenario: on-node
                title: On the node
                attack: [T1059]
                requires: the node itself
                fires: [Broad]
                """;
        try (URLClassLoader jar = CatalogueJar.of(folder, text)) {
            SuitePlan plan = SuitePlan.of(options(jar, List.of(), null));

            assertThat(plan.checks()).isEmpty();
            assertThat(plan.dropped())
                    .containsExactly(new OmittedCheck(
                            OmittedCheck.Kind.SKIPPED, "on-node", "Broad", "fires", "it requires the node itself"));
        }
        Path own = Files.writeString(folder.resolve("own.yaml"), text);
        assertThat(onlyReason(SuitePlan.of(options(NO_CATALOGUE, List.of(own), null))))
                .startsWith("The scenario on-node can't be played: it requires the node itself\n")
                .contains("own.yaml:1:1");
    }

    /** A layer of the ATT&CK Navigator would not show it, and a newer version may have it. */
    @Test
    void aTechniqueThatThereIsNotIsNoted() throws IOException {
        String twice = SCENARIO.formatted("[Broad]", "[]").replace("[T1003.008]", "[T1003.008, T9999]");
        Path scenario = Files.writeString(folder.resolve("reads.yaml"), twice);
        assertThat(SuitePlan.of(options(NO_CATALOGUE, List.of(scenario), null)).notes())
                .containsExactly(
                        scenario
                                + ":1:1: the scenario reads names T9999, and no technique of ATT&CK up to version 19 has this number.");
    }

    /** A test of another text of the rule shows nothing of this one, or less than it seems. */
    @Test
    void aDerivedFileOfAnotherTextIsNoted() throws IOException {
        String derived = SCENARIO.formatted("[Broad]", "[]").replace("attack: [T1003.008]", "origin: derived")
                + "twin: {scenario: lists, title: Lists, steps: [{exec: {pod: web, command: [ls]}}]}\n";
        VerifyOptions none =
                options(NO_CATALOGUE, List.of(Files.writeString(folder.resolve("reads.yaml"), derived)), null);
        assertThat(SuitePlan.of(none).notes()).isEmpty();

        Path file = Files.writeString(
                folder.resolve("reads.yaml"),
                "# derived from: rule 0123456789abcdef, text 0123456789abcdef\n" + derived);
        SuitePlan plan = SuitePlan.of(options(NO_CATALOGUE, List.of(file), null));
        assertThat(plan.notes())
                .containsExactly(
                        file + ": it was derived from another text of the rule. kguard derive writes it anew.");

        Rule broad = plan.rules().rules().stream()
                .filter(rule -> rule.name().equals("Broad"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                file, "# derived from: rule " + RuleFacts.digest(broad) + ", text 0123456789abcdef\n" + derived);
        assertThat(SuitePlan.of(options(NO_CATALOGUE, List.of(file), null)).notes())
                .isEmpty();
    }

    /** Everyday work that no machine can play is named, where it is of a catalogue; else playing it is an error. */
    @Test
    void aWorkloadThatCanNotBePlayedIsNamed() throws IOException {
        String text = """
                scenario: everyday
                title: Every day
                benign: workload
                pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: debian-services}]}}]
                steps:
                  - exec: {pod: web, command: [id]}
                """;
        try (URLClassLoader jar = CatalogueJar.of(folder, text)) {
            SuitePlan plan = SuitePlan.of(withoutImages(options(jar, List.of(), null)));

            assertThat(plan.workloads()).isEmpty();
            assertThat(plan.unplayable())
                    .containsExactly("Not played, because this machine lacks the image debian-services, which mvn"
                            + " kguard:images makes of packages of Debian: everyday");
        }
        Path own = Files.writeString(folder.resolve("own.yaml"), text);
        SuitePlan plan = SuitePlan.of(withoutImages(options(NO_CATALOGUE, List.of(own), null)));
        assertThat(plan.workloads()).extracting(Scenario::id).containsExactly("everyday");
        assertThat(plan.unplayable()).isEmpty();
    }

    /** A suite file says for each test on which machines it runs, so that a user can't leave one out by mistake. */
    @Test
    void aTestOfASuiteFileIsSkippedOnOtherMachines() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yaml"), """
                tests:
                  - {name: a, rule: Broad, runner: HostRunner, runIf: {arch: {op: eq, val: sparc}}}
                  - {name: b, rule: Broad, runner: HostRunner, runIf: {arch: {op: ne, val: sparc}}}
                  - {name: c, rule: broad, runner: HostRunner, runIf: {arch: {op: eq, val: sparc}}}
                """);
        SuitePlan plan = SuitePlan.of(options(NO_CATALOGUE, List.of(own), null));

        assertThat(plan.checks().keySet()).extracting(Scenario::id).containsExactly("b");
        assertThat(plan.dropped()).hasSize(1).first().satisfies(check -> {
            assertThat(check.kind()).isEqualTo(OmittedCheck.Kind.SKIPPED);
            assertThat(check.reason()).startsWith("it requires the architecture sparc (runIf), and this machine is ");
        });
        assertThat(plan.refused()).extracting(CheckResult::scenario).containsExactly("c");
    }

    @Test
    void aFolderThatLooksLikeAJarIsNone() throws IOException {
        Path own = Files.createDirectories(folder.resolve("a.jar!").resolve(ScenarioCatalogue.RESOURCES));
        Path scenario = Files.writeString(own.resolve("reads.yaml"), SCENARIO.formatted("[Broad]", "[narow]"));
        assertThat(onlyReason(SuitePlan.of(options(NO_CATALOGUE, List.of(scenario), null))))
                .contains("did you mean \"Narrow\"?");
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.resolve("a.jar!").toUri().toURL()}, null)) {
            assertThat(onlyReason(SuitePlan.of(options(classes, List.of(), null))))
                    .contains("did you mean \"Narrow\"?");
        }
    }

    @Test
    @RequiresShared
    void theKnownCasesAreErrors() throws IOException {
        Path cases = Path.of("../../shared/trust-cases/false-green");
        SuitePlan plan = SuitePlan.of(
                options(NO_CATALOGUE, List.of(cases.resolve("f-skipped.yaml"), cases.resolve("g-case.yaml")), null));
        assertThat(plan.refused())
                .extracting(check -> Map.entry(check.scenario(), check.expectation()))
                .containsExactly(
                        Map.entry("f-skipped", Expectation.fires("Skipped rule")),
                        Map.entry("g-case", Expectation.fires("broad")),
                        Map.entry("g-case", Expectation.silent("narrow")));
        assertThat(plan.checks().keySet()).extracting(Scenario::id).containsExactly("f-skipped", "g-case");
    }
}
