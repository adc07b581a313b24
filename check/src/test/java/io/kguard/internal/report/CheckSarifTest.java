// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.lint.SarifSchema;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CheckSarifTest {
    private final SarifSchema schema = new SarifSchema();

    @Test
    void isAsItsSchemaHasIt() throws IOException {
        String log = CheckSarif.of(ExampleRun.mixed());

        assertThat(schema.faults(log)).isEmpty();
        assertThat(schema.faults(CheckSarif.of(ExampleRun.impossible()))).isEmpty();
        assertThat(schema.faults(log.replace("\"startLine\": 12", "\"startLine\": 0")))
                .isNotEmpty();
        assertGolden(log, "report/checks.sarif");
    }

    @Test
    void hasTheChecksThatDidNotPassAtTheirRules() {
        assertThat(CheckSarif.of(ExampleRun.mixed()))
                .containsOnlyOnce("\"ruleId\": \"KGUARD_FAILED\"")
                .containsOnlyOnce("\"ruleId\": \"KGUARD_ERROR\"")
                .contains("\"uri\": \"src/kguard/rules/rules.yaml\"");
        assertThat(CheckSarif.of(ExampleRun.one(new Verdict.Passed()))).doesNotContain("ruleId");
    }

    @Test
    void aCheckThatAClauseFailsIsAtTheClause() {
        assertThat(CheckSarif.of(ExampleRun.one(new Verdict.Failed("It is silent."))))
                .contains("\"startLine\": 15", "\"startColumn\": 27")
                .doesNotContain("\"startLine\": 12");
    }
}
