// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the engine of Falco 0.40 says about small rule files, kguard says too, word for word. */
class FalcoVerdictsTest {
    private static final String RULE = "- rule: r\n  desc: d\n  condition: %s\n  output: o\n  priority: INFO\n";

    /** A rule file and Falco's verdict; the first error is the only one that Falco tells. */
    private record Case(String name, String rules, boolean schemaAccepts, List<String> says) {}

    @TestFactory
    Stream<DynamicTest> kguardSaysWhatFalcoSays() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(100);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> compare(one)));
    }

    /** Falco ends with "stoi" at these. */
    @ParameterizedTest
    @ValueSource(strings = {"fd.sport < 2147483648", "fd.sport = 99999999999999999999", "fd.sport in (80, 2147483648)"})
    void aPortThatEndsFalcoIsAnError(String check) {
        assertThat(load("evt.type = connect and " + check).errors())
                .extracting(Diagnostic::message)
                .singleElement()
                .asString()
                .endsWith(" is not a port: Falco stops with the error 'stoi' at this rule");
    }

    @Test
    void aPortThatFalcoTakesIsNone() {
        assertThat(load("evt.type = connect and fd.sport < 2147483647").diagnostics())
                .isEmpty();
    }

    /** What Falco does then is not defined; it is likely to crash. */
    @Test
    void exceptionsThatAreReplacedNeedTheirOperators() {
        String rules = RULE.formatted("evt.type = open")
                + "- rule: r\n  exceptions: [{name: e, fields: [proc.name], values: [[cat]]}]\n"
                + "  override: {exceptions: replace}\n";
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).loadText("r.yaml", rules);

        assertThat(result.errors()).singleElement().satisfies(error -> {
            assertThat(error.message()).isEqualTo("Fields and comps lists must have equal length");
            assertThat(error.hint()).startsWith("add 'comps:'");
        });
    }

    /** Since Falco 0.44 an operator may have a modifier, but only one for strings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "startswith oneof;",
                "in oneof; 'in oneof' is not a supported comparison operator",
                ">= anyof; '>= anyof' is not a supported comparison operator"
            })
    void onlyOperatorsForStringsHaveModifiers(String comp, @Nullable String error) {
        String rules = RULE.formatted("evt.type = open") + "  exceptions: [{name: e, fields: [fd.name], comps: ['"
                + comp + "'], values: [[[/a, /b]]]}]\n";
        LoadResult result = RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", rules);

        assertThat(result.errors())
                .extracting(Diagnostic::message)
                .isEqualTo(error == null ? List.of() : List.of(error));
    }

    @Test
    void aSingleFieldTakesModifiersToo() {
        String rules = RULE.formatted("evt.type = open")
                + "  exceptions: [{name: e, fields: fd.name, comps: startswith anyof, values: [/a, /b]}]\n";

        assertThat(RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", rules).diagnostics())
                .isEmpty();
    }

    private static LoadResult load(String condition) {
        return RuleLoader.of(FalcoVersion.V0_40).loadText("r.yaml", RULE.formatted(condition));
    }

    private static void compare(Case one) {
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40).loadText("r.yaml", one.rules());
        List<String> says = new ArrayList<>();
        result.errors().stream().limit(1).forEach(error -> says.add(error.code() + " " + error.message()));
        if (says.isEmpty()) {
            result.warnings().stream()
                    .filter(warning -> warning.code().name().startsWith("LOAD_"))
                    .forEach(warning -> says.add(warning.code() + " " + warning.message()));
        }
        assertThat(says).isEqualTo(one.says());
        if (result.isSuccessful()) {
            assertThat(result.warnings())
                    .as("schema warnings")
                    .filteredOn(warning -> warning.code() == DiagnosticCode.LINT_SCHEMA)
                    .hasSize(one.schemaAccepts() ? 0 : 1);
        }
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = FalcoVerdictsTest.class.getResourceAsStream("falco-0.40-verdicts.yaml")) {
            List<Map<String, Object>> all = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            for (Map<String, Object> one : all) {
                List<String> says = new ArrayList<>();
                ((List<?>) one.getOrDefault("says", List.of())).forEach(said -> says.add((String) said));
                cases.add(new Case(
                        (String) one.get("case"),
                        (String) one.get("rules"),
                        !Boolean.FALSE.equals(one.get("schema")),
                        says));
            }
        }
        return cases;
    }
}
