// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.diagnostic.Position;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Findings;
import io.kguard.verdict.RuleTestEvent;
import io.kguard.verdict.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another process or machine reads of a check is what was written. */
class RecordJsonTest {
    private record Held(@Nullable String maybe, Optional<String> perhaps, List<Integer> numbers) {}

    private record OfUnknown(Path path) {}

    /** As a report has it. */
    private record Told(
            String name,
            @Written(inline = true) Part part,
            @Written(line = 1, rows = 2) List<Part> parts,
            Optional<Part> more,
            @Written(line = 1) double share) {}

    private record Part(long count, EventOrigin origin) {}

    private static String json(Record value) {
        return new String(RecordJson.write(value), UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        return RecordJson.read(json.getBytes(UTF_8), type);
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckResult.class, RuleTestEvent.class, Verdict.class})
    void everySampleComesBack(Class<?> type) {
        List<?> samples = RecordSamples.of(type);

        assertThat(samples).hasSizeGreaterThan(5);
        for (Object sample : samples) {
            String json = json((Record) sample);
            assertThat(json).doesNotContain("\n");
            assertThat(read(json, type)).isEqualTo(sample);
        }
    }

    /** Otherwise the test above would compare little. */
    @Test
    void samplesAreOfEveryKind() {
        List<CheckResult> samples = RecordSamples.of(CheckResult.class);

        assertThat(samples).extracting(check -> check.verdict().word()).contains("passed", "failed", "known", "error");
        assertThat(samples).extracting(CheckResult::origin).contains(EventOrigin.values());
        assertThat(samples).extracting(check -> check.clause().isPresent()).contains(true, false);
        assertThat(samples).extracting(check -> check.measured().isPresent()).contains(true, false);
        assertThat(samples)
                .extracting(check -> check.findings().chain().isEmpty())
                .contains(true, false);
        assertThat(samples)
                .extracting(check -> check.expectation().alert().priority() == null)
                .contains(true, false);
    }

    @Test
    void aMapKeepsItsOrder() {
        Map<String, Long> fired = new LinkedHashMap<>();
        List.of("z", "a", "m", "b").forEach(rule -> fired.put(rule, 1L));

        assertThat(read(json(new Findings(fired, List.of(), List.of())), Findings.class)
                        .fired()
                        .keySet())
                .containsExactly("z", "a", "m", "b");
    }

    @Test
    void isPlainJson() {
        assertThat(json(new Verdict.Failed("It is\nsilent.")))
                .isEqualTo("{\"kind\":\"Failed\",\"reason\":\"It is\\nsilent.\"}");
        assertThat(json(new Held(null, Optional.empty(), List.of(1, 2))))
                .isEqualTo("{\"maybe\":null,\"perhaps\":null,\"numbers\":[1,2]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[]}|",
                "{\"maybe\":null,\"perhaps\":null}|numbers: it is missing",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[],\"more\":1}|Held has 3 members, not 4",
                "{\"maybe\":null,\"perhaps\":null,\"number\":[]}|numbers: it is missing",
                "{\"maybe\":1,\"perhaps\":null,\"numbers\":[]}|maybe: it must be a text",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":null}|numbers: it must be a list",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[null]}|numbers[0]: it must be a whole number",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[1.5]}|numbers[0]: it must be a whole number",
                "{\"maybe\":null,\"perhaps\":null,\"numbers\":[4294967296]}|numbers[0]: integer overflow",
                "[]|it must be an object",
                "{\"maybe\":null|not JSON: the JSON ends too early at byte 14",
            })
    void whatIsNotSuchARecordIsRefused(String json, @Nullable String why) {
        if (why == null) {
            assertThat(read(json, Held.class)).isEqualTo(new Held(null, Optional.empty(), List.of()));
        } else {
            assertThatThrownBy(() -> read(json, Held.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(why);
        }
    }

    private static final String TOLD = """
            {"name": "a", "count": 1, "origin": "live",
             "parts": [
              {"count": 2, "origin": "written"},
              {"count": 3, "origin": "audit"}],
             "share": 0.5}
            """;

    @Test
    void aReportHasLinesAndWordsAndComesBack() {
        Told told = new Told(
                "a",
                new Part(1, EventOrigin.LIVE),
                List.of(new Part(2, EventOrigin.WRITTEN), new Part(3, EventOrigin.AUDIT)),
                Optional.empty(),
                0.5);

        assertThat(RecordJson.report(told)).isEqualTo(TOLD);
        assertThat(RecordJson.readReport(TOLD.getBytes(UTF_8), Told.class)).isEqualTo(told);
        String later = TOLD.replace("\"share\"", "\"of another version\": [], \"share\"");
        assertThat(RecordJson.readReport(later.getBytes(UTF_8), Told.class)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"count\": 3|\"count\": -3|parts[1].count: it must be a whole number from 0",
                "\"count\": 3|\"count\": \"3\"|parts[1].count: it must be a whole number from 0",
                "0.5|-0.5|share: it must be a number from 0",
                "\"count\": 1, |\"\": 1, |count: it is missing",
                "\"name\": \"a\"|\"name\": \"a\", \"name\": \"b\"|name: it is there twice",
                "\"audit\"|\"guessed\"|parts[1].origin: it is \"guessed\", and must be one of live, capture, audit, log, written",
            })
    void whatIsWrongInAReportIsSaidWithItsPlace(String from, String to, String why) {
        byte[] wrong = TOLD.replace(from, to).getBytes(UTF_8);

        assertThatThrownBy(() -> RecordJson.readReport(wrong, Told.class)).hasMessageContaining(why);
    }

    @Test
    void aKindThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> read("{\"kind\":\"Guessed\"}", Verdict.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no Verdict of the kind \"Guessed\"");
        assertThatThrownBy(() -> read("{\"kind\":\"Known\",\"reason\":\"\"}", Verdict.Failed.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatARecordRefusesIsRefused() {
        String json = json(new Position("rules.yaml", 1, 1, 0));

        assertThatThrownBy(() -> read(json.replace("\"line\":1", "\"line\":0"), Position.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Position can't have these values: no place in a file: rules.yaml:0:1");
    }

    /** A component that can't be written must not vanish. */
    @Test
    void aValueOfAnUnknownTypeIsAMistake() {
        assertThatThrownBy(() -> json(new OfUnknown(Path.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record can't have a value of class ");
        assertThatThrownBy(() -> read("{\"path\":\"a\"}", OfUnknown.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path: a record can't have a value of interface java.nio.file.Path here");
    }
}
