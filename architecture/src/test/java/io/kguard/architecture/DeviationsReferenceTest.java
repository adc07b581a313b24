// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/deviations.md} names what the tests leave out when they compare kguard with Falco, and its examples hold. */
class DeviationsReferenceTest {
    private static final String PAGE = "docs/deviations.md";
    private static final String RESOURCES = "engine/src/test/resources/io/kguard/";

    @Test
    void everyRuleFileThatFalcoJudgesOtherwiseIsNamed() {
        assertNamed("Rule files", rows("rule/deviations.tsv"));
    }

    @Test
    void everyFieldThatFalcoComputesOtherwiseIsNamed() {
        assertNamed("Fields", rows("reference/deviations.tsv"));
    }

    @Test
    void everyFilterThatFalcoEvaluatesOtherwiseIsNamed() {
        assertNamed("Fields", rows("internal/condition/filter-deviations.tsv"));
    }

    @Test
    void readmeLeadsToIt() {
        assertThat(ReferencePage.text("README.md")).contains("](" + PAGE + ")");
    }

    /** Rows whose last cell is a code: their first cell is a condition. */
    static Stream<List<String>> conditions() {
        Set<String> codes =
                Stream.of(DiagnosticCode.values()).map(code -> "`" + code + "`").collect(Collectors.toSet());
        return ReferencePage.read("deviations.md").rows("Rule files").stream()
                .filter(row -> codes.contains(row.get(2)) && !row.get(0).contains(" (`"));
    }

    @Test
    void thereAreSuchConditions() {
        assertThat(conditions()).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void ofTheConditionKguardSaysWhatThePageSays(List<String> row) {
        String condition = row.get(0).replace("`", "");
        LoadResult result = RuleLoader.of(FalcoVersion.V0_40)
                .loadText(
                        "r.yaml",
                        "- rule: r\n  desc: d\n  condition: \"" + condition + "\"\n  output: o\n  priority: INFO\n");

        assertThat(result.diagnostics().get(0).code().name())
                .isEqualTo(row.get(2).replace("`", ""));
    }

    private static void assertNamed(String heading, Set<String> names) {
        assertThat(names).isNotEmpty();
        String section = String.join("\n", ReferencePage.read("deviations.md").section(heading));
        assertThat(names).allSatisfy(name -> assertThat(section).contains("`" + name + "`"));
    }

    private static Set<String> rows(String table) {
        return ReferencePage.text(RESOURCES + table)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
