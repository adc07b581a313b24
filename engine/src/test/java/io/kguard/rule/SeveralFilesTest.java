// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralFilesTest {
    private static final String MACRO = "- macro: m\n  condition: evt.type = open\n";
    private static final String RULE = "- rule: r\n  desc: d\n  condition: m\n  output: o\n  priority: INFO\n";

    @TempDir
    private Path folder;

    @Test
    void aFileMayReferToEarlierOnes() throws IOException {
        LoadResult result = load(write("1.yaml", MACRO), write("2.yaml", RULE));

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules()).extracting(Rule::name).containsExactly("r");
    }

    @Test
    void aFileMayNotReferToLaterOnes() throws IOException {
        LoadResult result = load(write("1.yaml", RULE), write("2.yaml", MACRO));

        assertThat(result.errors())
                .extracting(Diagnostic::message)
                .containsExactly("Undefined macro 'm' used in filter.");
    }

    @Test
    void aRedefinedRuleKeepsItsPlace() throws IOException {
        Path first = write("1.yaml", MACRO + RULE + RULE.replace("rule: r", "rule: s"));
        LoadResult result = load(first, write("2.yaml", RULE.replace("desc: d", "desc: e")));

        assertThat(result.rules()).extracting(Rule::name).containsExactly("r", "s");
        assertThat(result.rules().get(0).description()).isEqualTo("e");
    }

    @Test
    void aDirectoryIsItsFilesByName() throws IOException {
        write("b.yaml", RULE);
        write("a.yaml", MACRO);
        Files.createDirectory(folder.resolve("c"));

        assertThat(load(folder).diagnostics()).isEmpty();
    }

    /** As in the rules_files of Falco's own configuration; by path falco_rules.yaml would come last. */
    @Test
    void inADirectoryTheFilesThatFalcoNamesComeFirst() throws IOException {
        write("falco_rules.yaml", MACRO);
        write("falco_rules.local.yaml", RULE);
        write("falco-incubating_rules.yaml", RULE.replace("rule: r", "rule: s"));
        write("a.yaml", RULE.replace("rule: r", "rule: t"));
        LoadResult result = load(folder);

        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.rules()).extracting(Rule::name).containsExactly("r", "t", "s");
        assertThat(result.files())
                .extracting(file -> Path.of(file).getFileName().toString())
                .containsExactly("falco_rules.yaml", "falco_rules.local.yaml", "a.yaml", "falco-incubating_rules.yaml");
    }

    @Test
    void aRuleThatReplacesOneOfAnotherFileIsSaidWithBothPlaces() throws IOException {
        Path first = write("1.yaml", MACRO + RULE);
        Path second = write("2.yaml", RULE);
        LoadResult result = load(first, second);

        assertThat(result.diagnostics()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo(DiagnosticCode.LINT_REPLACED_RULE);
            assertThat(warning.position()).hasToString(second + ":1:3");
            assertThat(warning.message())
                    .isEqualTo(
                            "Rule 'r' replaces the rule with that name at " + first + ":3:3, of which nothing stays");
        });
    }

    @Test
    void anEmptyDirectoryIsAnError() {
        assertThat(load(folder).errors())
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.LOAD_ERR_FILE_READ);
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() {
        Path missing = folder.resolve("missing.yaml");

        assertThat(load(missing).errors())
                .extracting(Diagnostic::message)
                .containsExactly("Could not open " + missing + " for reading: there is no such file");
    }

    @Test
    void errorsOfTheFirstFileComeBeforeThoseOfTheNext() throws IOException {
        LoadResult result =
                load(write("1.yaml", RULE), write("2.yaml", "- rule: [\n"), write("3.yaml", "- macro: x\n"));

        assertThat(result.errors())
                .extracting(Diagnostic::code)
                .containsExactly(
                        DiagnosticCode.LOAD_ERR_VALIDATE,
                        DiagnosticCode.LOAD_ERR_YAML_PARSE,
                        DiagnosticCode.LOAD_ERR_YAML_VALIDATE);
    }

    @Test
    void rulesWithErrorsCannotBeUsed() {
        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", RULE);

        assertThatThrownBy(result::orThrow)
                .isInstanceOf(RuleLoadException.class)
                .hasMessageContaining("r.yaml:3:14: LOAD_ERR_VALIDATE: Undefined macro 'm' used in filter.");
    }

    @Test
    void aRequiredPluginSatisfiesIfItIsGiven() throws IOException {
        String yaml = "- required_plugin_versions:\n  - {name: box, version: 0.7.0}\n" + MACRO + RULE;
        RuleLoader loader = RuleLoader.of(FalcoVersion.CURRENT);

        assertThat(loader.loadText("r.yaml", yaml).isSuccessful()).isFalse();
        assertThat(loader.withSourceTables(List.of(table("0.7.2")))
                        .loadText("r.yaml", yaml)
                        .diagnostics())
                .isEmpty();
        assertThat(loader.withSourceTables(List.of(table("1.0.0")))
                        .loadText("r.yaml", yaml)
                        .errors())
                .extracting(Diagnostic::message)
                .containsExactly("Plugin 'box' version '1.0.0' is not compatible with required plugin version '0.7.0'");
    }

    private Path table(String version) throws IOException {
        return write(
                "box.yaml", "source: box\nplugin: {name: box, version: " + version + "}\nfields: {box.name: /name}\n");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static LoadResult load(Path... paths) {
        return RuleLoader.of(FalcoVersion.CURRENT).load(paths);
    }
}
