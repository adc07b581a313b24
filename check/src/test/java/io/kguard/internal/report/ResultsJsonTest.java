// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.record.RecordSamples;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** The parts of a result that programs do not get; a part that is added is shown, or is named here. */
    private static final Set<String> LEFT_OUT = Set.of(
            // how a rule was judged, not what happened to it
            "expectation.from",
            "expectation.hiddenAllowed",
            "expectation.alert.source",
            "expectation.alert.priority",
            "expectation.alert.fields",
            "expectation.alert.output",
            "expectation.reaches",
            // coverage.json has what was measured
            "evidence.measured",
            // the page for people draws them
            "evidence.findings.programs",
            "evidence.findings.steps",
            // nothing was triggered if no alert was sent and no reaction ran
            "evidence.findings.chain.cluster",
            "evidence.findings.chain.stopped");

    @Test
    void everyPartOfAResultIsShownOrLeftOutOnPurpose() {
        List<CheckResult> samples = RecordSamples.of(CheckResult.class);
        CheckResult first = samples.get(0);
        Set<String> shown = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (CheckResult other : samples.subList(1, samples.size())) {
            String part = difference(first, other);
            all.add(part);
            if (!json(first).equals(json(other))) {
                shown.add(part);
            }
        }

        all.removeAll(shown);
        assertThat(all).containsExactlyInAnyOrderElementsOf(LEFT_OUT);
        assertThat(shown).contains("subject.test", "verdict", "evidence.clause", "evidence.findings.chain.sent");
    }

    private static String json(CheckResult result) {
        CheckEntry entry = new CheckEntry(
                result,
                CheckEntry.About.NOTHING,
                Optional.empty(),
                result.clause().map(at -> new SourcePlace(at.file(), at.line(), at.column())),
                Optional.empty());
        return ResultsJson.of(new Run(
                ExampleRun.ENVIRONMENT,
                Duration.ZERO,
                new Run.Caveats("", List.of()),
                List.of(),
                List.of(entry),
                List.of(),
                List.of()));
    }

    /** The one part in which two records differ: {@code subject.test}. */
    private static String difference(Record one, Record other) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object left = value(component, one);
            Object right = value(component, other);
            if (!Objects.equals(left, right)) {
                boolean inside = left instanceof Record && right != null && left.getClass() == right.getClass();
                return component.getName() + (inside ? "." + difference((Record) left, (Record) right) : "");
            }
        }
        throw new AssertionError(one + " has a copy");
    }

    private static Object value(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void whatFailedComesBeforeWhatCouldNotBeJudged() {
        assertThat(ExampleRun.mixed().word()).isEqualTo("failed");
        assertThat(ExampleRun.manyFailed(1).word()).isEqualTo("failed");
        assertThat(ExampleRun.manyFailed(0).word()).isEqualTo("error");
        assertThat(List.of(
                        ExampleRun.impossible().word(),
                        ExampleRun.one(new Verdict.Passed()).word()))
                .containsExactly("error", "passed");
    }
}
