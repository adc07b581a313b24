// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.Golden;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class LintTest {
    private static final SarifSchema SARIF = new SarifSchema();

    @TestFactory
    Stream<DynamicTest> saysThis() {
        return new Golden("lint", ".txt").tests((name, text) -> lint(name, text).render());
    }

    @TestFactory
    Stream<DynamicTest> saysThisInSarif() {
        return new Golden("lint", ".sarif")
                .tests((name, text) -> lint(name, text).toSarif());
    }

    @TestFactory
    Stream<DynamicTest> sarifIsAsItsSchemaHasIt() {
        return new Golden("lint", ".txt").tests((name, text) -> {
            LintReport report = lint(name, text);
            assertThat(SARIF.faults(report.toSarif())).isEmpty();
            return report.render();
        });
    }

    @Test
    void sarifOfOddNamesIsAsItsSchemaHasIt() {
        String text = rule("evt.type = ") + "- list: \"a\\tb \\e \u00e9 \ud83d\ude00\"\n  items: [a]\n";
        String log = lint("rules [1] {a}|b^`c\"<\u00e9>%.yaml", text).toSarif();

        assertThat(SARIF.faults(log)).isEmpty();
    }

    @Test
    void bracesAreNoPlacesOfArgumentsInSarif() {
        assertThat(lint("r.yaml", rule("'evt.type = open{0}'")).toSarif()).contains("{{0}}");
    }

    @Test
    void theSchemaOfSarifFindsFaults() {
        String log = lint("r.yaml", rule("evt.type = ")).toSarif();

        assertThat(SARIF.faults(log.replace("\"level\": \"error\"", "\"level\": \"fatal\"")))
                .isNotEmpty();
        assertThat(SARIF.faults(log.replace("\"startLine\": 3", "\"startLine\": 0")))
                .isNotEmpty();
        assertThat(SARIF.faults(log.replace("\"uri\": \"r.yaml\"", "\"uri\": \"a b\"")))
                .isNotEmpty();
        assertThat(SARIF.faults(log.replace("\"results\"", "\"findings\""))).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> sarifIsJsonWithAResultForEachDiagnostic() {
        return new Golden("lint", ".txt").tests((name, text) -> {
            LintReport report = lint(name, text);
            Map<String, Object> log = new Yaml(new SafeConstructor(new LoaderOptions())).load(report.toSarif());
            Map<?, ?> run = (Map<?, ?>) ((List<?>) log.get("runs")).get(0);
            assertThat(log.get("version")).isEqualTo("2.1.0");
            assertThat((List<?>) run.get("results")).hasSameSizeAs(report.diagnostics());
            return report.render();
        });
    }

    @Test
    void warningsFailTheBuildOnlyWhenStrict() {
        LintReport warnings =
                lint("r.yaml", rule("evt.type in (open, openat)") + "- macro: m\n  condition: evt.type = open\n");

        assertThat(warnings.warningCount()).isOne();
        assertThat(warnings.isFailed(false)).isFalse();
        assertThat(warnings.isFailed(true)).isTrue();
    }

    @Test
    void errorsAlwaysFailTheBuild() {
        assertThat(lint("r.yaml", rule("evt.type = ")).isFailed(false)).isTrue();
    }

    @Test
    void nothingToCheckFailsTheBuild() {
        assertThat(lint("r.yaml", "# no rule here").isFailed(false)).isTrue();
    }

    @Test
    void soundRulesPass() {
        assertThat(lint("r.yaml", rule("evt.type in (open, openat)")).isFailed(true))
                .isFalse();
    }

    @Test
    @RequiresShared
    void whatIsWrongInThePublicRulesIsKnown() {
        List<String> files = List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");
        LintReport report = Lint.check(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .load(files.stream()
                                .map(Shared.path("conformance/falco-rules/current")::resolve)
                                .toList()),
                SensorTypes.of(FalcoVersion.CURRENT));

        assertThat(report.diagnostics())
                .extracting(
                        Diagnostic::code,
                        diagnostic -> diagnostic.locations().get(1).name())
                .map(Object::toString)
                .containsExactlyInAnyOrder(
                        "(LINT_IMPOSSIBLE_VALUE, \"Read sensitive file untrusted\")",
                        "(LINT_OUTPUT_WITHOUT_VALUE, \"Remove Bulk Data from Disk\")",
                        "(LINT_OUTPUT_WITHOUT_VALUE, \"Execution from /dev/shm\")",
                        "(LINT_IMPOSSIBLE_VALUE, \"Write below etc\")",
                        "(LINT_IMPOSSIBLE_VALUE, \"Write below etc\")",
                        "(LINT_LITERAL_PATTERN, \"Write below etc\")",
                        "(LINT_IMPOSSIBLE_VALUE, \"Write below rpm database\")",
                        "(LINT_OUTPUT_WITHOUT_VALUE, \"Container Drift Detected (chmod)\")",
                        "(LINT_OUTPUT_WITHOUT_VALUE, \"Container Drift Detected (open+create)\")",
                        "(LINT_NEVER_TRUE, \"Network Connection outside Local Subnet\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Contact K8S API Server From Container\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"DB program spawned process\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Contact cloud metadata service from container\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Backdoored library loaded into SSHD (CVE-2024-3094)\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Read Shell Configuration File\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Write below rpm database\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Mkdir binary dirs\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Launch Disallowed Container\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Modify Container Entrypoint\")",
                        "(LINT_TECHNIQUE_OF_OTHER_TACTIC, \"Network Tool Executed During NPM Package Install\")",
                        "(LINT_SHADOWED_RULE, \"Contact cloud metadata service from container\")",
                        "(LINT_SHADOWED_RULE, \"Netcat/Socat Remote Code Execution on Host\")",
                        "(LINT_SHADOWED_RULE, \"Network Tool Executed During NPM Package Install\")");
    }

    @Test
    void aSubresourceIsNoPartOfTheResource() {
        String rule = rule("ka.verb = create and ka.target.resource in (%s)") + "  source: k8s_audit\n";

        assertThat(lint("r.yaml", rule.formatted("pods/exec")).diagnostics())
                .extracting(finding -> finding.code().name())
                .containsExactly("LINT_IMPOSSIBLE_VALUE");
        assertThat(lint("r.yaml", rule.formatted("pods, deployments")).diagnostics())
                .isEmpty();
    }

    /** Each was looked at: it is so. What lint finds more in files of users is to be looked at, too. */
    @Test
    @RequiresShared
    void whatIsFoundInFilesOfUsersIsKnown() throws IOException {
        Path folder = Shared.path("conformance/real-world");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()) {
                LintReport report = Lint.check(
                        RuleLoader.of(FalcoVersion.CURRENT).load(List.of(file)), SensorTypes.of(FalcoVersion.CURRENT));
                report.diagnostics().stream()
                        .filter(finding -> finding.code().name().startsWith("LINT_"))
                        .map(finding -> folder.relativize(file) + ":"
                                + finding.position().line() + " " + finding.code())
                        .forEach(found::add);
            }
        }

        Path known = Path.of("src/test/resources/io/kguard/lint/real-world-findings.txt");
        if (System.getProperty("golden.accept") != null) {
            Files.write(known, found);
        }
        assertThat(found).containsExactlyElementsOf(Files.readAllLines(known));
    }

    private static LintReport lint(String name, String text) {
        return Lint.check(
                RuleLoader.of(FalcoVersion.CURRENT).loadText(name, text), SensorTypes.of(FalcoVersion.CURRENT));
    }

    private static String rule(String condition) {
        return "- rule: r\n  desc: d\n  condition: " + condition + "\n  output: o\n  priority: INFO\n";
    }
}
