// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsJsonTest {
    private final JsonSchema schema;

    ResultsJsonTest() throws IOException {
        schema = JsonSchema.ofResults();
    }

    @Test
    void isAsTheSchemaHasIt() throws IOException {
        String json = ResultsJson.of(ExampleRun.mixed());

        assertThat(schema.faults(json)).isEmpty();
        assertThat(schema.faults(ResultsJson.of(ExampleRun.impossible()))).isEmpty();
        assertGolden(json, "report/results.json");
    }

    /** A schema that accepts anything would hold nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\": 2|\"format\": 1",
                "\"verdict\": \"passed\"|\"verdict\": \"green\"",
                "\"verdict\": \"failed\"|\"verdict\": \"passed\"",
                "\"title\": |\"titel\": ",
                "\"line\": 12|\"line\": 0",
                "\"fires\": true|\"fires\": 1",
                "\"expect\": \"silent\"|\"expect\": \"quiet\"",
                "\"checks\": 3|\"checks\": 0",
                "\"fires\": [\"miner\", \"quiet-miner\"]|\"fires\": []",
                "\"unchecked\": [|\"unchecked\": [1, ",
            })
    void theSchemaFindsFaults(String right, String wrong) {
        String json = ResultsJson.of(ExampleRun.mixed());

        assertThat(json).contains(right);
        assertThat(schema.faults(json.replace(right, wrong))).isNotEmpty();
    }

    @Test
    void namesWhatIsNotCovered() {
        assertThat(ResultsJson.of(ExampleRun.mixed()))
                .contains("\"text\": \"1 of 3 rules have a check\"")
                .contains("\"unchecked\": [\"Nothing checks {this} & <that>\", \"A misspelt source {this} & <that>\"]")
                .contains("\"unloaded\": [\"A misspelt source {this} & <that>\"]")
                .contains("\"rule\": \"Left out\"");
    }

    @Test
    void aClauseThatIsTheReasonIsNamed() throws IOException {
        String json = ResultsJson.of(ExampleRun.one(new Verdict.Failed("It is silent.")));

        assertThat(schema.faults(json)).isEmpty();
        assertThat(json)
                .contains("\"clause\": {\"file\": \"src/kguard/rules/rules.yaml\", \"line\": 15, \"column\": 27}");
    }

    @Test
    void theVerdictOfTheWholeIsTheWorst() {
        assertThat(ExampleRun.mixed().word()).isEqualTo("error");
        assertThat(ExampleRun.manyFailed(1).word()).isEqualTo("failed");
        assertThat(ExampleRun.manyFailed(0).word()).isEqualTo("error");
        assertThat(List.of(
                        ExampleRun.impossible().word(),
                        ExampleRun.one(new Verdict.Passed()).word()))
                .containsExactly("error", "passed");
    }
}
