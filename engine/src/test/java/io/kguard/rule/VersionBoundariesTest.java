// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static io.kguard.event.FalcoVersion.V0_40;
import static io.kguard.event.FalcoVersion.V0_41;
import static io.kguard.event.FalcoVersion.V0_42;
import static io.kguard.event.FalcoVersion.V0_43;
import static io.kguard.event.FalcoVersion.V0_44;
import static io.kguard.event.FalcoVersion.V0_45;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a version of Falco began to say about rules, on both sides of its beginning. */
class VersionBoundariesTest {
    private static final String NO_EVENT = "proc.name = a";

    @TempDir
    private Path folder;

    /** A rule with a condition; lines that follow belong to it. */
    private static String rule(String condition, String output, String... more) {
        return "- rule: r\n  desc: d\n  condition: evt.type = open and " + condition + "\n  output: " + output
                + "\n  priority: INFO\n" + String.join("", more);
    }

    private static List<String> messages(FalcoVersion version, String yaml) {
        return RuleLoader.of(version).loadText("r.yaml", yaml).diagnostics().stream()
                .map(diagnostic -> diagnostic.code() + ": " + diagnostic.message())
                .toList();
    }

    /** Holds that rules load without a word up to a version, and with a warning since it. */
    private static void warnsSince(FalcoVersion since, DiagnosticCode code, String yaml) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(RuleLoader.of(version).loadText("r.yaml", yaml).diagnostics())
                    .as("Falco %s", version)
                    .extracting(Diagnostic::code)
                    .isEqualTo(version.atLeast(since) ? List.of(code) : List.of());
        }
    }

    /** Holds that rules are refused up to a version, and load without a word since it. */
    private static void loadsSince(FalcoVersion since, String yaml) {
        for (FalcoVersion version : FalcoVersion.values()) {
            LoadResult result = RuleLoader.of(version).loadText("r.yaml", yaml);
            assertThat(result.isSuccessful())
                    .as("Falco %s: %s", version, result.diagnostics())
                    .isEqualTo(version.atLeast(since));
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_40, 46", "V0_41, 50", "V0_42, 57", "V0_43, 58", "V0_44, 62", "V0_45, 63"})
    void eachHasItsEngine(FalcoVersion version, int engine) {
        String yaml = rule(NO_EVENT, "o");
        assertThat(messages(version, "- required_engine_version: 0." + engine + ".0\n" + yaml))
                .isEmpty();
        assertThat(messages(version, "- required_engine_version: 0." + (engine + 1) + ".0\n" + yaml))
                .containsExactly("LOAD_ERR_VALIDATE: Rules require engine version 0." + (engine + 1)
                        + ".0, but engine version is 0." + engine + ".0");
    }

    @Test
    void rulesForANewerFalcoSayWhichOneLoadsThem() {
        LoadResult result = RuleLoader.of(V0_42).loadText("r.yaml", "- required_engine_version: 0.60.0\n");
        assertThat(result.errors().get(0).hint())
                .isEqualTo("these are rules for a newer Falco; Falco 0.44 has engine 0.62.0");
        assertThat(RuleLoader.of(V0_45)
                        .loadText("r.yaml", "- required_engine_version: 0.99.0\n")
                        .errors()
                        .get(0)
                        .hint())
                .isNull();
    }

    @Test
    void containerInfoIsDeprecatedSince041AndThenStandsForNothing() {
        String yaml = rule(NO_EVENT, "'%container.info!'");
        warnsSince(V0_41, DiagnosticCode.LOAD_DEPRECATED_ITEM, yaml);
    }

    @ParameterizedTest
    @CsvSource({
        "V0_41, 0.3.0, 0.4.0",
        "V0_42, 0.4.1, 0.6.0",
        "V0_43, 0.6.4, 0.7.0",
        "V0_44, 0.7.1, 0.7.2",
        "V0_45, 0.7.4, 0.8.0"
    })
    void theContainerPluginIsThatOfTheVersion(FalcoVersion version, String there, String later) {
        String require = "- required_plugin_versions:\n  - {name: container, version: %s}\n";
        assertThat(messages(version, require.formatted(there))).isEmpty();
        assertThat(messages(version, require.formatted(later))).hasSize(1);
        assertThat(messages(V0_40, require.formatted("0.1.0"))).hasSize(1);
    }

    @Test
    void filesThatAreNotYamlAreIgnoredSince041() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), rule(NO_EVENT, "o"));
        Files.writeString(folder.resolve("b.yml"), rule(NO_EVENT, "o").replace("rule: r", "rule: s"));
        Path text =
                Files.writeString(folder.resolve("c.txt"), rule(NO_EVENT, "o").replace("rule: r", "rule: t"));

        assertThat(RuleLoader.of(V0_40).load(folder).rules())
                .extracting(Rule::name)
                .containsExactly("r", "s", "t");
        assertThat(RuleLoader.of(V0_41).load(folder).rules())
                .extracting(Rule::name)
                .containsExactly("r", "s");
        assertThat(RuleLoader.of(V0_40).load(text).diagnostics()).isEmpty();
        assertThat(RuleLoader.of(V0_41).load(text).errors())
                .extracting(Diagnostic::message)
                .containsExactly("Could not open " + text
                        + " for reading: Falco 0.41 reads only files that end with .yaml or .yml, and ignores it");
    }

    /** falco#3913: until then {@code *.yaml} took the first .yaml of a path for the last one. */
    @Test
    void aPathWithItsEndingTwiceIsReadSince045(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), rule(NO_EVENT, "o"));
        Path twice = Files.writeString(folder.resolve("a.yaml.yaml"), rule(NO_EVENT, "o"));
        for (FalcoVersion version : FalcoVersion.values()) {
            boolean ignored = version.readsOnlyYaml() && !version.atLeast(FalcoVersion.V0_45);
            LoadResult of = RuleLoader.of(version).load(List.of(folder));
            assertThat(of.files()).as("Falco %s", version).hasSize(ignored ? 1 : 2);
            assertThat(of.unloaded()).hasSize(ignored ? 1 : 0);
            assertThat(RuleLoader.of(version).load(List.of(twice)).errors()).hasSize(ignored ? 1 : 0);
        }
        assertThat(RuleLoader.of(FalcoVersion.V0_44)
                        .load(List.of(twice))
                        .errors()
                        .get(0)
                        .message())
                .contains("Falco 0.44 ignores it: its path has the ending twice (falco#3913, mended in 0.45)");
    }

    @Test
    void aFileThatHoldsRuleFilesMayHaveAnyName() throws IOException {
        String rules = rule(NO_EVENT, "o").replace("\n", "\n    ");
        Path values = Files.writeString(folder.resolve("values.txt"), "customRules:\n  r.yaml: |\n    " + rules);
        Path template = Files.writeString(folder.resolve("rules.tpl"), "- rule: {{ .Values.name }}\n");

        assertThat(RuleLoader.of(V0_45).load(values).rules()).hasSize(1);
        assertThat(RuleLoader.of(V0_45).load(template).errors())
                .extracting(Diagnostic::message)
                .containsExactly("this is a template: it has actions in {{ }}");
    }

    @ParameterizedTest
    @CsvSource({
        "V0_41, proc.aargs contains x",
        "V0_41, proc.args[0] = x",
        "V0_41, container.label[app] = x",
        "V0_41, container.labels contains x",
        "V0_44, 'proc.name startswith oneof (a, b)'",
        "V0_44, 'proc.cmdline contains allof (a, b)'",
        "V0_44, 'concat(proc.name, proc.name) = aa'",
        "V0_44, 'join(\",\", (proc.name, proc.exe)) = x'",
        "V0_45, 'proc.name = \"\\x41\"'"
    })
    void theLanguageOfConditionsGrows(FalcoVersion since, String condition) {
        loadsSince(since, rule(condition, "o"));
    }

    @ParameterizedTest
    @CsvSource({
        "V0_41, open_tree_attr",
        "V0_42, file_getattr",
        "V0_42, file_setattr",
        "V0_44, listns",
        "V0_44, uprobe",
        "V0_44, rseq_slice_yield"
    })
    void systemCallsAreKnown(FalcoVersion since, String name) {
        String yaml = rule(NO_EVENT, "o").replace("evt.type = open", "evt.type in (open, " + name + ")");
        loadsSince(since, yaml);
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(Syscall.named(name, version) != null).isEqualTo(version.atLeast(since));
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_40, syslog.message", "V0_41, span.id", "V0_41, mesos.task.name", "V0_41, evtin.span.id"})
    void fieldsGo(FalcoVersion last, String field) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(RuleLoader.of(version)
                            .loadText("r.yaml", rule(field + " exists", "o"))
                            .isSuccessful())
                    .as("Falco %s", version)
                    .isEqualTo(last.atLeast(version));
        }
    }

    @Test
    void eventDirectionsAreDeprecatedSince042() {
        warnsSince(V0_42, DiagnosticCode.LOAD_DEPRECATED_ITEM, rule("evt.dir = <", "o"));
        warnsSince(V0_42, DiagnosticCode.LOAD_DEPRECATED_ITEM, rule(NO_EVENT, "'%evt.dir'"));
    }

    @ParameterizedTest
    @CsvSource({"evt.latency", "evt.latency.s", "evt.latency.ns", "evt.latency.human", "evt.wait_latency"})
    void latenciesAreDeprecatedSince043(String field) {
        warnsSince(V0_43, DiagnosticCode.LOAD_DEPRECATED_ITEM, rule(field + " exists", "o"));
    }

    @Test
    void capturesAreKeysOfARuleSince042() {
        String yaml = rule(NO_EVENT, "o", "  capture: true\n  capture_duration: 5\n");
        for (FalcoVersion version : FalcoVersion.values()) {
            boolean known = version.atLeast(V0_42);
            assertThat(messages(version, yaml)).hasSize(known ? 0 : 2);
            assertThat(RuleLoader.of(version)
                            .loadText("r.yaml", yaml)
                            .rules()
                            .get(0)
                            .capture())
                    .isEqualTo(known);
        }
    }

    @Test
    void theSchemaKnowsMoreBooleansWithTime() {
        warnsSince(V0_40, DiagnosticCode.LINT_SCHEMA, rule(NO_EVENT, "o", "  enabled: 'yes'\n"));
        warnsSince(V0_44, DiagnosticCode.LINT_SCHEMA, rule(NO_EVENT, "o", "  warn_evttypes: 'yes'\n"));
    }

    @Test
    void unknownKeysAreNamedSince044() {
        String yaml = rule(NO_EVENT, "o", "  prioriy: INFO\n");
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(messages(version, yaml))
                    .containsExactly((version.atLeast(V0_44) ? "LOAD_UNKNOWN_KEY" : "LINT_SCHEMA")
                            + ": Unknown key 'prioriy'. The key will be ignored.");
        }
    }

    @Test
    void modifiersAreOperatorsOfExceptionsSince044() {
        loadsSince(V0_44, rule(NO_EVENT, "o", """
                  exceptions:
                  - name: e
                    fields: [proc.name]
                    comps: [startswith oneof]
                    values:
                    - [[a, b]]
                """));
        loadsSince(V0_44, rule(NO_EVENT, "o", """
                  exceptions:
                  - name: e
                    fields: proc.name
                    comps: startswith oneof
                    values: [a, b]
                """));
    }

    @Test
    void aWrongRegularExpressionIsAnErrorSince044() {
        String yaml = rule("proc.name regex '('", "o");
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(RuleLoader.of(version).loadText("r.yaml", yaml).isSuccessful())
                    .as("Falco %s", version)
                    .isEqualTo(!version.atLeast(V0_44));
        }
    }

    @Test
    void anUnsatisfiableConditionIsNoRuleForAllEventsSince045() {
        String yaml = rule("evt.type = close", "o");
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(messages(version, yaml)).hasSize(version.atLeast(V0_45) ? 0 : 1);
        }
    }
}
